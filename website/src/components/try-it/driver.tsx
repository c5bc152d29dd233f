import type { Key, Pod } from '@conformance/profile/profile.js';
import { Fragment } from 'react';
import type { KnownDriver } from './judging-code';
import styles from './try-it.module.css';

/** What is known of the driver by which calls are judged. */
export function Driver({ known }: { readonly known: KnownDriver }) {
  const { providerClass, pod, pods, deniedPods, keys } = known;
  const rows: readonly (readonly [string, string])[] = [
    ['class', providerClass.name],
    ...Object.entries(providerClass.parameters).map(([name, value]) => [name, value] as const),
    ['pod', podName(pod)],
    ['further pods', pods.map(podName).join(', ')],
    ['denied pods', deniedPods.map(podName).join(', ')],
    ['keys with a value', inRuns(keys.available.map(keyName)).join(', ')],
    ['missing keys', keys.missing.map(keyName).join(', ')],
    ['denied keys', keys.denied.map(keyName).join(', ')],
    ['keys with a value that is too long', keys.oversized.map(keyName).join(', ')],
    ['keys for which the backend fails', keys.failing.map(keyName).join(', ')],
  ];
  return (
    <details className={styles.driver}>
      <summary>What the reference driver has</summary>
      <dl>
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </details>
  );
}

/** As `namespace/podName (serviceAccount)`. */
function podName({ namespace, podName: name, serviceAccount }: Pod): string {
  return `${namespace}/${name} (${serviceAccount})`;
}

function keyName({ key, parameters }: Key): string {
  const picked = Object.entries(parameters).map(([name, value]) => ` with ${name} ${value}`);
  return `${key}${picked.join('')}`;
}

/** Names in a row that differ in the number at their end alone are told by the first and the last. */
function inRuns(names: readonly string[]): readonly string[] {
  const runs: string[][] = [];
  const stem = (name: string | undefined) => name?.replace(/\d+$/, '#');
  for (const name of names) {
    const last = runs.at(-1);
    if (last !== undefined && stem(last[0]) === stem(name)) last.push(name);
    else runs.push([name]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]} to ${run.at(-1)}` : `${run[0]}`));
}
