import { request } from 'node:http';
import { bounded, reasonOf, type Source, type SourceResult, unavailable } from './source.js';

/** Bounds of a metrics source. */
export interface MetricsLimits {
  /** Default 10000. */
  readonly deadlineMs?: number;
  /** Default 64 MiB. */
  readonly maxBytes?: number;
}

const DEADLINE_MS = 10_000;
const MAX_BYTES = 64 << 20;

/** A metrics page over HTTP. Redirects are not followed; any status but 200 makes it unavailable. */
export function metricsSource(url: string, limits: MetricsLimits = {}): Source {
  const read: Source['read'] = (push, signal) =>
    new Promise((resolve) => {
      const sink = bounded(push, limits.maxBytes ?? MAX_BYTES);
      const deadline = limits.deadlineMs ?? DEADLINE_MS;
      const finish = (result: SourceResult): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        call?.destroy();
        resolve(result);
      };
      const timer = setTimeout(() => finish(unavailable(`no whole page within ${deadline} ms`)), deadline);
      const onAbort = (): void => finish(unavailable('interrupted'));
      signal?.addEventListener('abort', onAbort, { once: true });
      let call: ReturnType<typeof request> | undefined;
      try {
        call = request(url, { agent: false, headers: { accept: 'text/plain' } }, (response) => {
          if (response.statusCode !== 200) {
            finish(unavailable(`the page answered with status ${response.statusCode}`));
            return;
          }
          response.on('data', (chunk: Uint8Array) => {
            if (!sink.push(chunk)) finish(sink.result());
          });
          response.on('end', () => finish(sink.result()));
          response.on('error', (error) => finish(failed(error)));
        });
        call.on('error', (error) => finish(failed(error)));
        call.end();
      } catch (error) {
        finish(failed(error));
      }
    });
  return { name: url, read };
}

function failed(error: unknown): SourceResult {
  return unavailable(`cannot read the page: ${reasonOf(error)}`);
}
