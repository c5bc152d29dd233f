import useBrokenLinks from '@docusaurus/useBrokenLinks';
import CodeBlock from '@theme/CodeBlock';
import { useEffect, useMemo, useState } from 'react';
import styles from './requirement.module.css';

interface ShownCheck {
  readonly name: string;
  readonly anchor: string;
  readonly stimulus: string;
  readonly expects: string;
  readonly needs: readonly string[];
  readonly disturbs?: true;
  readonly stage?: string;
  readonly why?: string;
  readonly method?: string;
  readonly request?: unknown;
  /** What the reference driver answers; only of checks that are code. */
  readonly answer?: string;
  /** How many calls the check makes of it. */
  readonly calls?: number;
  /** Bytes of the request in fields that the proto does not have, which JSON cannot show. */
  readonly unknown?: number;
}

/** More checks than these are folded away. */
const atOnce = 12;

/** The checks of a requirement: stimulus, expected answer, and the request where it is data. */
export function Checks({ list }: { readonly list: string }) {
  // As JSON, since a page with hundreds of objects among its text takes seconds to compile.
  const checks = useMemo(() => JSON.parse(list) as readonly ShownCheck[], [list]);
  const links = useBrokenLinks();
  for (const { anchor } of checks) links.collectAnchor(anchor);
  const isCase = ({ request, answer }: ShownCheck) => request !== undefined && answer === undefined;
  const ranked = [...checks].sort((a, b) => Number(isCase(b)) - Number(isCase(a)));
  const rest = ranked.slice(atOnce);
  const open = useTargetIn(rest);
  return (
    <div data-search="off">
      <CheckList checks={ranked.slice(0, atOnce)} />
      {rest.length > 0 && (
        <details className={styles.more} open={open}>
          <summary>{rest.length} more checks</summary>
          <CheckList checks={rest} />
        </details>
      )}
    </div>
  );
}

/** Whether the address of the page names one of the checks, which then has to be seen. */
function useTargetIn(checks: readonly ShownCheck[]): boolean {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const look = () => {
      const anchor = decodeURIComponent(location.hash.slice(1));
      if (!checks.some((check) => check.anchor === anchor)) return;
      setOpen(true);
      requestAnimationFrame(() => document.getElementById(anchor)?.scrollIntoView());
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [checks]);
  return open;
}

/** What came of a call to the reference driver. */
function answered(answer: string): string {
  return answer === 'no answer' ? 'it ends before an answer' : `the reference driver answers ${answer}`;
}

function CheckList({ checks }: { readonly checks: readonly ShownCheck[] }) {
  return (
    <ul className={styles.checks}>
      {checks.map((check) => (
        <li key={check.name} id={check.anchor} className={styles.check}>
          <a href={`#${check.anchor}`} className={styles.name}>
            {check.name}
          </a>
          <dl className={styles.lines}>
            <dt>sends</dt>
            <dd>{check.stimulus}</dd>
            <dt>expects</dt>
            <dd>{check.expects}</dd>
            {check.why !== undefined && <Line name="why" text={check.why} />}
            {check.needs.length > 0 && (
              <Line name="needs" text={`${[...new Set(check.needs)].join(', ')} in the profile`} />
            )}
            {check.stage !== undefined && <Line name="stage" text={check.stage} />}
            {check.disturbs && <Line name="left out" text="by --safe" />}
          </dl>
          {check.request !== undefined && (
            <details className={styles.request}>
              <summary>
                {check.calls === undefined || check.calls === 1
                  ? `request of ${check.method}`
                  : `one of ${check.calls} requests of ${check.method}`}
                {check.unknown !== undefined &&
                  ` with ${check.unknown} bytes more of fields that the proto does not have`}
                {check.answer !== undefined && `; ${answered(check.answer)}`}
                <span className="sr-only"> in {check.name}</span>
              </summary>
              {check.answer === undefined ? (
                <CodeBlock language="json">{readable(check.request)}</CodeBlock>
              ) : (
                // Hundreds of them: without colours the site is built in half the time.
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
                <pre className={styles.recorded} tabIndex={0}>
                  {readable(check.request)}
                </pre>
              )}
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

/** JSON in which control characters stand as escapes. */
function readable(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function Line({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}
