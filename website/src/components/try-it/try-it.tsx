import Link from '@docusaurus/Link';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Driver } from './driver';
import { type Judgement, judgeTyped } from './judge-typed';
import type { JudgingCode } from './judging-code';
import { statusNames } from './status-names';
import type { TriedCase } from './tried-case';
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
  const room = useRef<HTMLDivElement>(null);
  const code = useJudgingCode(room);
  return (
    <div ref={room} className={styles.room} data-search="off" data-print="off">
      <p>
        Change the request or the answer: the page says which requirements they break, by the code that the
        conformance command runs, with the <Link to="/tool/model/">model of fuzz</Link>. The driver is taken
        to be the reference driver with its class, pods, keys and limits. For each key that it serves its
        backend holds the text <code>value of</code> and the key.
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
      <Bench key={one.name} requirement={requirement} tried={one} code={code} />
      {code !== undefined && <Driver known={code.driver} />}
    </div>
  );
}

function Bench({
  requirement,
  tried,
  code,
}: {
  readonly requirement: string;
  readonly tried: TriedCase;
  readonly code: JudgingCode | undefined;
}) {
  const [request, setRequest] = useState(() => JSON.stringify(tried.request, undefined, 2));
  const [status, setStatus] = useState<string>(tried.answer.code);
  const [results, setResults] = useState(() => JSON.stringify(tried.answer.results, undefined, 2));
  const [stage, setStage] = useState<'alpha' | 'beta'>(tried.stage);
  const id = useId();
  const ok = status === 'OK';
  const given = peculiarity(tried);
  const said = code === undefined ? undefined : judgeTyped(code, tried, { request, status, results, stage });
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
      {given !== undefined && (
        <p className={styles.expects}>
          <span>the driver</span> {given}
        </p>
      )}
      <p className={styles.expects}>
        <span>acceptable</span>{' '}
        {said === undefined ? (tried.fixed?.expects ?? '…') : (said.acceptable ?? '?')}
      </p>
      <div role="status" id={id} className={styles.verdict}>
        {said === undefined ? <p>…</p> : <Verdict said={said} requirement={requirement} />}
      </div>
    </>
  );
}

/** What tells the driver of this call from the reference driver with its default options. */
function peculiarity({ advertised, limits }: TriedCase): string | undefined {
  if (advertised === false) return 'does not list ENV_VAR_INJECTION';
  if (limits === undefined) return undefined;
  const { maxTotalPayloadBytes, maxValueLengthBytes } = limits;
  return `advertises max_total_payload_bytes ${maxTotalPayloadBytes} and max_value_length_bytes ${maxValueLengthBytes}`;
}

const signs = { broken: '✗', unclear: '?', undecided: '?' } as const;

function Verdict({
  said: { findings },
  requirement,
}: {
  readonly said: Judgement;
  readonly requirement: string;
}) {
  if (findings.length === 0)
    return (
      <p className={styles.good}>
        <b>✓</b> nothing is broken
      </p>
    );
  return (
    <ul>
      {findings.map((one) => (
        <li key={`${one.requirement} ${one.text}`} className={styles[one.kind]}>
          <b>{signs[one.kind]}</b>{' '}
          {one.requirement === undefined ? null : one.requirement === requirement ? (
            <code>{one.requirement}</code>
          ) : (
            <Link to={`/spec/env-vars/${one.requirement}/`}>
              <code>{one.requirement}</code>
            </Link>
          )}{' '}
          {one.kind === 'undecided' && 'not judged: '}
          {one.text}
        </li>
      ))}
    </ul>
  );
}

/** Loads the code that judges once the part of the page that needs it comes near. */
function useJudgingCode(room: RefObject<HTMLElement | null>): JudgingCode | undefined {
  const [code, setCode] = useState<JudgingCode>();
  useEffect(() => {
    if (room.current === null) return;
    let here = true;
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        near.disconnect();
        void import('@site/.generated/code/judging.js').then((loaded) => {
          if (here) setCode(loaded as unknown as JudgingCode);
        });
      },
      { rootMargin: '600px' },
    );
    near.observe(room.current);
    return () => {
      here = false;
      near.disconnect();
    };
  }, [room]);
  return code;
}
