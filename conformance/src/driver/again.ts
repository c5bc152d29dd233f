import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answer.js';
import type { Client } from './client.js';

const attempts = 7;

/**
 * Makes a call again whose stream the peer refused unseen.
 *
 * grpc-js does so once and connect-node never, while every stream that crosses a GOAWAY on its way is refused.
 */
export function again(client: Client): Client {
  return {
    kind: client.kind,
    close: () => client.close(),
    async unary(path, message, options) {
      const started = performance.now();
      for (let tried = 1; ; tried++) {
        // In whole milliseconds: connect-node writes it into grpc-timeout as it is.
        const left = Math.max(1, Math.ceil(options.timeoutMs - (performance.now() - started)));
        const answer = await client.unary(path, message, { ...options, timeoutMs: left });
        if (!isRefusedUnseen(answer) || tried >= attempts || options.signal?.aborted === true) return answer;
        await pause(2 ** tried);
      }
    },
  };
}

/** The libraries say it in words alone; a status of the driver's own comes with headers or trailers. */
function isRefusedUnseen(answer: Answer): boolean {
  if (answer.headers.length > 0 || answer.trailers.length > 0) return false;
  return /NGHTTP2_REFUSED_STREAM|^Stream refused by server$/.test(answer.message);
}
