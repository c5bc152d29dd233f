import type { Verdict } from '../../../../contract.js';
import type { Key } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, encodeRequest, type Query, queriesFor } from '../../request.js';
import { blocked, type EnvCheck, type Reply, type Tools } from '../../tools.js';
import { judgeInvented, judgeOwn } from '../blame.js';
import { base, baseBatch, once, type Place } from '../once.js';
import { type Changed, changeField, type RequestField, requestFields } from './request-fields.js';
import { fillingRoom, fillings, mapBytes, subdomainOf, textOf } from './sized-values.js';

/** How a field is brought to its limit, and what its answer may be then. */
interface AtLimit {
  readonly slug: string;
  readonly say: string;
  readonly needs: EnvCheck['needs'];
  /** Whether the request stays the profile's own, so that only OK will do. */
  readonly own: boolean;
  value(old: unknown, limit: number, tools: Tools): unknown;
  /** Makes the request to start from. */
  from?(request: EnvRequest, index: number, tools: Tools): EnvRequest;
  /** Why the limit cannot be tried, if so. */
  unless?(tools: Tools, field: RequestField, limit: number): Promise<Verdict | undefined>;
}

const notApplicable = (reason: string): Verdict => ({ outcome: 'not-applicable', reason });

/** A short parameter or key of a map that nobody knows; asked once a run. */
function short(tools: Tools, field: RequestField): Promise<Reply> {
  return once(tools, `short/${field.path}`, async () => {
    const { request } = await base(tools);
    const changed = changeField(request, field, 0, (old) => ({ ...(old as object), 'x-conformance': 'a' }));
    return tools.call(changed.request, { bytes: changed.bytes });
  });
}

/** Unknown parameters may be refused; a driver that refuses a short one says nothing about a long one. */
async function refusesParameters(tools: Tools, field: RequestField): Promise<Verdict | undefined> {
  return (await short(tools, field)).ok
    ? undefined
    : notApplicable(`the driver refuses ${field.entry.field} that it does not know`);
}

async function refusesContext(tools: Tools, field: RequestField): Promise<Verdict | undefined> {
  if ((await short(tools, field)).ok) return undefined;
  return blocked(
    'request/extra-context',
    'a short key of pod_context that the driver does not know is not served',
  );
}

async function refusesVersions(tools: Tools): Promise<Verdict | undefined> {
  const { request } = await base(tools);
  const reply = await once(tools, 'short/version', () => tools.call({ ...request, version: 'v' }));
  return reply.ok ? undefined : blocked('identity/version-free', 'a short version is not served');
}

const maps = (unless: AtLimit['unless']): AtLimit[] =>
  fillings.map(({ slug, say, fill }) => ({
    slug,
    say: `at its limit by ${say}`,
    needs: wellFormed,
    own: true,
    value: (old, limit) => ({ ...(old as object), ...fill(limit - mapBytes(old as Record<string, string>)) }),
    ...(unless === undefined ? {} : { unless }),
  }));

const text = (own: boolean, value: AtLimit['value'], more: Partial<AtLimit> = {}): AtLimit[] => [
  { slug: '', say: 'at its limit', needs: wellFormed, own, value, ...more },
];

/** What can be said of each field at its limit; a field that is not here is treated as invented text. */
const known: Readonly<Record<string, readonly AtLimit[]>> = {
  'NodeGetEnvVarsRequest.provider_class_name': text(false, (_, limit) => subdomainOf(limit)),
  'NodeGetEnvVarsRequest.version': text(true, (_, limit) => textOf(limit, 'v1.'), {
    unless: refusesVersions,
  }),
  'EnvVarQuery.name': text(true, (_, limit) => textOf(limit, 'CSI_ENV_', 'A')),
  'EnvVarQuery.key': text(false, (_, limit, tools) => lengthenedMissing(tools, '', limit).key, {
    needs: [...wellFormed, needs.missing],
    from: (request, index, tools) => withKeyAt(request, index, tools.profile.keys.missing[0] as Key),
  }),
  'NodeGetEnvVarsRequest.pod_context': maps(refusesContext),
  'NodeGetEnvVarsRequest.class_parameters': maps(refusesParameters),
  'EnvVarQuery.query_parameters': maps(refusesParameters),
};

const fallback = (field: RequestField): readonly AtLimit[] =>
  field.entry.sizeOf === 'utf8' ? text(false, (_, limit) => textOf(limit)) : maps(refusesParameters);

/** A query for a listed missing key whose last segment was made longer. */
export function lengthenedMissing(tools: Tools, name: string, bytes: number): Query {
  const [missing] = tools.profile.keys.missing;
  return { name, key: textOf(bytes, missing?.key), parameters: missing?.parameters ?? {} };
}

/** Whether a request is legal by its total, too. */
export function fitsPayload(tools: Tools, bytes: Uint8Array): Verdict | undefined {
  const limit = tools.facts.limits.payloadBytes;
  return bytes.length <= limit
    ? undefined
    : notApplicable(
        `a request of ${bytes.length} bytes is over the driver's max_total_payload_bytes of ${limit}`,
      );
}

/** The names in the answer count, too: where they are long, it may be the answer that does not fit. */
async function answerFits(tools: Tools, request: EnvRequest): Promise<boolean> {
  const largest = Math.max(0, ...(await tools.served()).map(({ bytes }) => Math.min(bytes, 256)));
  const size = request.queries.reduce((sum, { name }) => sum + name.length + largest + 16, 0);
  return size <= tools.facts.limits.payloadBytes;
}

function check(field: RequestField, way: AtLimit, place: Place): EnvCheck {
  const limit = field.entry.sizeLimit as number;
  const what = `${place.slug === '' ? 'a request' : 'a query'} with ${field.entry.field} ${way.say}${place.slug === '' ? '' : `, ${place.say}`}`;
  return {
    name: ['request/legal-served/at-limit', field.slug, way.slug, place.slug]
      .filter((part) => part !== '')
      .join('/'),
    requirement: 'request/legal-served',
    stimulus: `${what} (${limit} bytes)`,
    expects: way.own ? 'OK' : 'OK, NOT_FOUND or PERMISSION_DENIED, since it is invented',
    needs: way.needs ?? wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const unable = await way.unless?.(tools, field, limit);
      if (unable !== undefined) return unable;
      const served = await baseBatch(tools, place.size);
      const from = way.from?.(served, place.index, tools) ?? served;
      if (field.entry.sizeOf === 'map-sum' && limit - mapOf(from, field, place.index) < fillingRoom) {
        return notApplicable(`the profile's own ${field.entry.field} leaves no room below the limit`);
      }
      const changed = changeField(from, field, place.index, (old) => way.value(old, limit, tools));
      const verdict = fitsPayload(tools, changed.bytes) ?? (await judge(tools, changed, what, way.own));
      return verdict.outcome === 'fail' && way.slug === 'many-entries'
        ? ((await refusesMany(tools, from, field, place.index, changed)) ?? verdict)
        : verdict;
    },
  };
}

/** Whether it is the number of entries that the driver does not take, whatever their size. */
async function refusesMany(
  tools: Tools,
  from: EnvRequest,
  field: RequestField,
  index: number,
  full: Changed,
): Promise<Verdict | undefined> {
  let entries: Record<string, string> = {};
  changeField(full.request, field, index, (value) => {
    entries = value as Record<string, string>;
    return value;
  });
  const small = changeField(from, field, index, (old) => ({
    ...Object.fromEntries(Object.keys(entries).map((key) => [key, 'a'])),
    ...(old as object),
  }));
  if ((await tools.call(small.request, { bytes: small.bytes })).ok) return undefined;
  const text = `${Object.keys(entries).length} short entries of ${field.entry.field} are not served, either`;
  return field.entry.path === 'NodeGetEnvVarsRequest.pod_context'
    ? blocked('request/extra-context', text)
    : notApplicable(text);
}

function mapOf(request: EnvRequest, field: RequestField, index: number): number {
  let size = 0;
  changeField(request, field, index, (old) => {
    size = mapBytes(old as Record<string, string>);
    return old;
  });
  return size;
}

async function judge(
  tools: Tools,
  { request, bytes }: Changed,
  what: string,
  own: boolean,
): Promise<Verdict> {
  if (!(await answerFits(tools, request)))
    return notApplicable("the answer would not fit the driver's max_total_payload_bytes");
  const reply = await tools.call(request, { bytes, observe: own });
  return own ? judgeOwn(tools, reply, what) : judgeInvented(tools, reply, what);
}

const sized = requestFields.filter(({ entry }) => entry.sizeLimit !== null && entry.sizeOf !== null);

/** request/legal-served: every limited field of the proto at its limit. */
export const legalAtLimitChecks: readonly EnvCheck[] = [
  ...sized.flatMap((field) =>
    (known[field.entry.path] ?? fallback(field)).flatMap((way, index) =>
      field.places
        .filter(({ slug }) => ['', 'only'].includes(slug) || (index === 0 && slug.startsWith('last')))
        .map((place) => check(field, way, place)),
    ),
  ),
  {
    name: 'request/legal-served/at-limit/every-query-parameters',
    requirement: 'request/legal-served',
    stimulus: 'five queries, each with query_parameters at their limit',
    expects: 'OK: the limit is one for each query, not for all of them',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const field = sized.find(({ entry }) => entry.path === 'EnvVarQuery.query_parameters');
      if (field === undefined) return notApplicable('query_parameters have no limit');
      const limit = field.entry.sizeLimit as number;
      const refused = await refusesParameters(tools, field);
      if (refused !== undefined) return refused;
      const [key] = await tools.served();
      if (key === undefined) return notApplicable('no key is served');
      const request = tools.request(
        queriesFor(Array.from({ length: 5 }, () => key)).map((query) => {
          const parameters = query.parameters ?? {};
          return {
            ...query,
            parameters: { ...parameters, ...fillings[0].fill(limit - mapBytes(parameters)) },
          };
        }),
      );
      const changed = { request, bytes: encodeRequest(request) };
      return (
        fitsPayload(tools, changed.bytes) ??
        judge(tools, changed, 'a batch with each query_parameters at its limit', true)
      );
    },
  },
  {
    name: 'request/legal-served/at-limit/beside-each-other',
    requirement: 'request/legal-served',
    stimulus: 'a name, version and pod_context at their limits in one request',
    expects: 'OK',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const from = await baseBatch(tools, 1);
      let changed: Changed = { request: from, bytes: encodeRequest(from) };
      for (const path of [
        'NodeGetEnvVarsRequest.version',
        'NodeGetEnvVarsRequest.pod_context',
        'EnvVarQuery.name',
      ]) {
        const field = sized.find(({ entry }) => entry.path === path);
        const way = known[path]?.[0];
        if (field === undefined || way === undefined) continue;
        const limit = field.entry.sizeLimit as number;
        const unable = await way.unless?.(tools, field, limit);
        if (unable !== undefined) return unable;
        changed = changeField(changed.request, field, 0, (old) => way.value(old, limit, tools));
      }
      return (
        fitsPayload(tools, changed.bytes) ??
        judge(tools, changed, 'a request with several fields at their limits', true)
      );
    },
  },
];
