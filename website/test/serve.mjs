import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { website } from '../scripts/lib/folders.mjs';

/** The built site. */
export const built = join(website, 'build');

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves the built site as static hosts do: index files, a redirect to the slash, 404.html, text compressed. */
export async function serveSite() {
  if (!existsSync(join(built, 'index.html')))
    throw new Error('the site is not built: run `npm run build` in website/ first');
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(built, normalize(decodeURIComponent(pathname)));
    if (existsSync(file) && statSync(file).isDirectory()) {
      if (!pathname.endsWith('/')) return response.writeHead(301, { location: `${pathname}/` }).end();
      return send(request, response, join(file, 'index.html'));
    }
    return send(request, response, file);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

const compressed = new Map();

function send(request, response, file) {
  const found = existsSync(file);
  const path = found ? file : join(built, '404.html');
  const type = types[extname(path)] ?? 'application/octet-stream';
  const head = { 'content-type': type, 'cache-control': 'max-age=600' };
  const isText = !/woff2|png|octet/.test(type);
  if (isText && /gzip/.test(request.headers['accept-encoding'] ?? '')) {
    if (!compressed.has(path)) compressed.set(path, gzipSync(readFileSync(path)));
    response.writeHead(found ? 200 : 404, { ...head, 'content-encoding': 'gzip' });
    return response.end(compressed.get(path));
  }
  response.writeHead(found ? 200 : 404, head);
  return createReadStream(path).pipe(response);
}
