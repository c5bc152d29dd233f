/**
 * Gives one source to several readers, each of which sees all of it. The source is read as fast as its fastest reader asks;
 * what slower ones have not seen yet is kept. Every reader ends with the source's error when it throws.
 *
 * The readers are no generators: a run has a thousand events, and each generator on their way takes a few milliseconds.
 */
export function broadcast<T>(source: AsyncIterable<T>, readers: number): AsyncIterableIterator<T>[] {
  const iterator = source[Symbol.asyncIterator]();
  const queues = new Set<T[]>();
  let ended = false;
  let pulling: Promise<void> | undefined;
  let failure: { readonly reason: unknown } | undefined;
  const pull = (): Promise<void> =>
    iterator.next().then(
      (next) => {
        pulling = undefined;
        if (next.done === true) ended = true;
        else for (const queue of queues) queue.push(next.value);
      },
      (reason: unknown) => {
        pulling = undefined;
        failure = { reason };
      },
    );
  const reader = (): AsyncIterableIterator<T> => {
    const queue: T[] = [];
    queues.add(queue);
    const next = (): Promise<IteratorResult<T>> => {
      if (queue.length > 0) return Promise.resolve({ value: queue.shift() as T, done: false });
      if (failure !== undefined) return Promise.reject(failure.reason);
      if (ended || !queues.has(queue)) return Promise.resolve({ value: undefined, done: true });
      pulling ??= pull();
      return pulling.then(next);
    };
    return {
      next,
      async return() {
        queues.delete(queue);
        queue.length = 0;
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };
  return Array.from({ length: readers }, reader);
}
