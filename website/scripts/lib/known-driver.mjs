/**
 * The driver that a page knows when it judges an edited call: the reference driver by its profile, except that the value of each
 * key is a text that a reader can type.
 */
export function knownDriver({ providerClass, pod, pods, deniedPods, keys }) {
  const plain = ({ key, parameters = {} }) => ({ key, parameters });
  return {
    providerClass,
    pod,
    pods,
    deniedPods,
    keys: {
      available: keys.available.map((one) => ({ ...plain(one), value: shownValue(one) })),
      missing: keys.missing.map(plain),
      denied: keys.denied.map(plain),
      oversized: keys.oversized.map(plain),
      failing: keys.failing.map(plain),
    },
  };
}

/** The value that the pages give to a key. */
export function shownValue({ key, parameters = {} }) {
  const picked = Object.entries(parameters).map(([name, value]) => ` with ${name} ${value}`);
  return `value of ${key}${picked.join('')}`;
}
