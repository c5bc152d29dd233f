import Link from '@docusaurus/Link';
import { useEffect, useId, useState } from 'react';
import { type Finding, findings, type JudgingCode, statusNames, type TriedCase } from './findings';
import styles from './try-it.module.css';

/** A request and an answer to edit, with what the suite's own code says of them. */
export function TryIt({
  requirement,
  cases,
}: {
  readonly requirement: string;
  readonly cases: readonly TriedCase[];
}) {
  const [chosen, setChosen] = useState(0);
  const one = cases[chosen] as TriedCase;
  return (
    <div className={styles.room} data-search="off" data-print="off">
      <p>
        Change the request or the answer: the page judges them with the code that the conformance command
        runs, and says which requirements they break. Here the backend holds, for each key, the text{' '}
        <code>value of</code> and the key.
      </p>
      {cases.length > 1 && (
        <label className={styles.field}>
          <span>case</span>
          <select value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
            {cases.map(({ name, stimulus }, i) => (
              <option key={name} value={i}>
                {stimulus}
              </option>
            ))}
          </select>
        </label>
      )}
      <Bench key={one.name} requirement={requirement} tried={one} />
    </div>
  );
}

function Bench({ requirement, tried }: { readonly requirement: string; readonly tried: TriedCase }) {
  const [request, setRequest] = useState(() => JSON.stringify(tried.request, undefined, 2));
  const [status, setStatus] = useState<string>(tried.answer.code);
  const [results, setResults] = useState(() => JSON.stringify(tried.answer.results, undefined, 2));
  const [stage, setStage] = useState<'alpha' | 'beta'>(tried.stage);
  const code = useJudgingCode();
  const id = useId();
  const ok = status === 'OK';
  const found = code === undefined ? undefined : findings(code, tried, { request, status, results, stage });
  return (
    <>
      <div className={styles.sides}>
        <label className={styles.field}>
          <span>request</span>
          <textarea
            rows={14}
            spellCheck={false}
            value={request}
            onChange={(event) => setRequest(event.target.value)}
          />
        </label>
        <div>
          <div className={styles.choices}>
            <label className={styles.field}>
              <span>status</span>
              <select value={status} onChange={(event) => setStatus(event.target.value)}>
                {statusNames.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            <label className={styles.field}>
              <span>driver's stage</span>
              <select value={stage} onChange={(event) => setStage(event.target.value as 'alpha' | 'beta')}>
                <option>alpha</option>
                <option>beta</option>
              </select>
            </label>
          </div>
          <label className={styles.field}>
            <span>results</span>
            <textarea
              rows={10}
              spellCheck={false}
              disabled={!ok}
              value={ok ? results : ''}
              onChange={(event) => setResults(event.target.value)}
            />
          </label>
        </div>
      </div>
      <p className={styles.expects}>
        <span>acceptable</span> {tried.expects}
      </p>
      <div role="status" id={id} className={styles.verdict}>
        {found === undefined ? <p>…</p> : <Verdict found={found} requirement={requirement} />}
      </div>
    </>
  );
}

function Verdict({
  found,
  requirement,
}: {
  readonly found: readonly Finding[];
  readonly requirement: string;
}) {
  if (found.length === 0)
    return (
      <p className={styles.good}>
        <b>✓</b> nothing is broken
      </p>
    );
  return (
    <ul>
      {found.map((one) => (
        <li key={one.text} className={styles.bad}>
          <b>{one.kind === 'unclear' ? '?' : '✗'}</b>{' '}
          {one.requirement === undefined ? null : one.requirement === requirement ? (
            <code>{one.requirement}</code>
          ) : (
            <Link to={`/spec/env-vars/${one.requirement}/`}>
              <code>{one.requirement}</code>
            </Link>
          )}{' '}
          {one.text}
        </li>
      ))}
    </ul>
  );
}

function useJudgingCode(): JudgingCode | undefined {
  const [code, setCode] = useState<JudgingCode>();
  useEffect(() => {
    let here = true;
    void import('@site/.generated/code/judging.js').then((loaded) => {
      if (here) setCode(loaded as unknown as JudgingCode);
    });
    return () => {
      here = false;
    };
  }, []);
  return code;
}
