import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import styles from './requirement.module.css';

interface Facts {
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD' | 'MAY';
  readonly stage: 'alpha' | 'beta';
  readonly party: 'driver' | 'co';
  readonly area: { readonly title: string; readonly path: string };
  readonly source: readonly string[];
  readonly since: number;
  readonly until?: number;
}

const origins: Readonly<Record<string, string>> = {
  KEP: 'the enhancement proposal',
  CSI: 'the CSI specification',
  project: 'a decision of this project',
};

/** What a requirement is, in one row: id, level, stage, party, source, revision. */
export function RequirementFacts({ id, level, stage, party, area, source, since, until }: Facts) {
  return (
    <dl className={styles.facts}>
      <Fact name="id">
        <code>{id}</code>
      </Fact>
      <Fact name="level">
        <b>{level}</b>
      </Fact>
      <Fact name="binds">{party === 'co' ? 'the CO' : 'the driver'}</Fact>
      <Fact name="stage">{stage}</Fact>
      <Fact name="area">
        <Link to={area.path}>{area.title}</Link>
      </Fact>
      <Fact name="source">{source.map((one) => origins[one] ?? one).join(', ')}</Fact>
      <Fact name="revision">{until === undefined ? `since ${since}` : `${since} to ${until}`}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
