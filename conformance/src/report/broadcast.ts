/**
 * Gives one source to several readers, each of which sees all of it. The source is read as fast as its fastest reader asks;
 * what slower ones have not seen yet is kept. Every reader ends with the source's error when it throws.
 */
export function broadcast<T>(source: AsyncIterable<T>, readers: number): AsyncGenerator<T>[] {
  const iterator = source[Symbol.asyncIterator]();
  const queues: T[][] = Array.from({ length: readers }, () => []);
  let ended = false;
  let pulling: Promise<void> | undefined;
  let failure: { readonly reason: unknown } | undefined;
  const pull = async (): Promise<void> => {
    try {
      const next = await iterator.next();
      if (next.done === true) ended = true;
      else for (const queue of queues) queue.push(next.value);
    } catch (reason) {
      failure = { reason };
    }
  };
  return queues.map(async function* (queue) {
    while (true) {
      if (queue.length > 0) yield queue.shift() as T;
      else if (failure !== undefined) throw failure.reason;
      else if (ended) return;
      else {
        pulling ??= pull().finally(() => {
          pulling = undefined;
        });
        await pulling;
      }
    }
  });
}
