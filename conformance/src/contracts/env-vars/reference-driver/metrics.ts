import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Driver } from './driver.js';

/** A metrics page that is being served. */
export interface MetricsPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the driver's metrics (contract, section 7) on 127.0.0.1. Labels never hold what came from a caller. */
export async function serveMetrics(driver: () => Driver, port: number): Promise<MetricsPage> {
  const server = createServer((request, response) => {
    const found = request.url === '/metrics';
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(found ? driver().hooks.metricsPage(page(driver())) : '');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function page({ counters, inFlight }: Driver): string {
  const reads = counters.cacheHits + counters.cacheMisses;
  const lines = [
    '# TYPE csi_driver_env_backend_errors_total counter',
    `csi_driver_env_backend_errors_total ${counters.backendErrors}`,
    '# TYPE csi_driver_env_cache_hit_ratio gauge',
    `csi_driver_env_cache_hit_ratio ${reads === 0 ? 0 : counters.cacheHits / reads}`,
    '# TYPE csi_driver_env_inflight_requests gauge',
    `csi_driver_env_inflight_requests ${inFlight.count}`,
  ];
  return `${lines.join('\n')}\n`;
}
