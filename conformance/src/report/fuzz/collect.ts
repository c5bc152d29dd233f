import type {
  FuzzDriverEvent,
  FuzzEvent,
  FuzzFindingEvent,
  FuzzFooterEvent,
  FuzzHeaderEvent,
  FuzzPhaseEvent,
} from '../../fuzz/fuzz-events.js';

/** Version of the json report of a campaign; a reader refuses a higher one. */
export const fuzzReportFormatVersion = 1;

/** A whole campaign: what the json report holds and the console report is made from. */
export interface FuzzReport
  extends Omit<FuzzHeaderEvent, 'type' | 'format' | 'formatVersion' | 'phases'>,
    Omit<FuzzFooterEvent, 'type' | 'findings'> {
  readonly format: 'csi-env/fuzz-report';
  readonly formatVersion: number;
  /** Absent when the driver was never reached. */
  readonly driver?: Omit<FuzzDriverEvent, 'type'>;
  readonly phases: readonly Omit<FuzzPhaseEvent, 'type'>[];
  readonly findings: readonly Omit<FuzzFindingEvent, 'type'>[];
  readonly counts: FuzzFooterEvent['findings'];
}

/** Reduces the events of a campaign to a report. Throws when header or footer is missing: half a campaign is no report. */
export async function collectFuzz(events: AsyncIterable<FuzzEvent>): Promise<FuzzReport> {
  let header: FuzzHeaderEvent | undefined;
  let driver: FuzzDriverEvent | undefined;
  let footer: FuzzFooterEvent | undefined;
  const phases: FuzzPhaseEvent[] = [];
  const findings: FuzzFindingEvent[] = [];
  for await (const event of events) {
    if (event.type === 'header') header = event;
    else if (event.type === 'driver') driver = event;
    else if (event.type === 'phase') phases.push(event);
    else if (event.type === 'finding') findings.push(event);
    else footer = event;
  }
  if (header === undefined || footer === undefined)
    throw new Error('the events of the campaign are incomplete');
  const { type: _header, format: _format, formatVersion: _version, phases: _phases, ...head } = header;
  const { type: _footer, findings: counts, ...foot } = footer;
  return {
    format: 'csi-env/fuzz-report',
    formatVersion: fuzzReportFormatVersion,
    ...head,
    ...foot,
    counts,
    ...(driver === undefined ? {} : { driver: untyped(driver) }),
    phases: phases.map(untyped),
    findings: findings.map(untyped),
  };
}

function untyped<T extends { readonly type: string }>({ type: _type, ...rest }: T): Omit<T, 'type'> {
  return rest;
}
