import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type NodeGetEnvVarsRequest, NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
import type { FieldEntry } from '../../../../field-table.js';
import { fields } from '../../../../gen/field-table.js';
import { type EnvRequest, encodeRequest } from '../../request.js';
import { getEnvVars } from '../../tools.js';
import { type Place, places } from '../once.js';

/** A field of a NodeGetEnvVars request, at one place in the message. */
export interface RequestField {
  readonly entry: FieldEntry;
  /** The way from the request to the field: `queries[].name`. */
  readonly path: string;
  /** {@link path} as part of a check's name: `queries-name`. */
  readonly slug: string;
  /** Places to put it to the test at; the request as a whole for fields that are in no list. */
  readonly places: readonly Place[];
}

const whole: Place = { slug: '', say: '', size: 1, index: 0 };

/** Every field of a NodeGetEnvVars request, from the field table that is made from the proto's comments. */
export const requestFields: readonly RequestField[] = fields.flatMap((entry) =>
  entry.uses
    .filter((use) => use.rpc === getEnvVars && use.direction === 'request')
    .map(({ path }) => ({
      entry,
      path,
      slug: path.replaceAll('[].', '-').replaceAll('.', '-').replaceAll('_', '-'),
      places: path.includes('[]') ? places : [whole],
    })),
);

/** A request with one field changed, and the bytes to send for it. */
export interface Changed {
  readonly request: EnvRequest;
  readonly bytes: Uint8Array;
}

type Holder = Record<string, unknown>;

/**
 * Changes a field of a request, whichever fields the proto has.
 *
 * @param index which element of the lists on the way to take
 * @param change gets the field's value and returns the one to send
 */
export function changeField(
  request: EnvRequest,
  field: RequestField,
  index: number,
  change: (value: unknown) => unknown,
): Changed {
  const message = fromBinary(NodeGetEnvVarsRequestSchema, encodeRequest(request));
  let holder = message as unknown as Holder;
  for (const step of field.path.split('.').slice(0, -1)) {
    const name = localName(step.replace('[]', ''));
    const next = holder[name];
    holder = (step.endsWith('[]') ? (next as Holder[])[index] : next) as Holder;
  }
  holder[field.entry.localName] = change(holder[field.entry.localName]);
  return { request: plain(message), bytes: toBinary(NodeGetEnvVarsRequestSchema, message) };
}

/** What a field has when nobody gave it. */
export function absent(entry: FieldEntry): unknown {
  if (entry.type === 'map') return {};
  if (entry.type === 'repeated') return [];
  if (entry.type === 'message') return undefined;
  return entry.of === 'string' ? '' : entry.of === 'bool' ? false : 0;
}

/** A message of the proto as the plain request that tools and reports show. */
export function plain(message: NodeGetEnvVarsRequest): EnvRequest {
  const { providerClassName, classParameters, queries, podContext, version } = create(
    NodeGetEnvVarsRequestSchema,
    message,
  );
  return {
    className: providerClassName,
    classParameters,
    queries: queries.map(({ name, key, queryParameters, optional }) => ({
      name,
      key,
      parameters: queryParameters,
      optional,
    })),
    podContext,
    ...(version === '' ? {} : { version }),
  };
}

function localName(field: string): string {
  return field.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Largest legal size of a field in bytes, as the proto's comment has it; for one without a limit, a size that is plenty. */
export function limitOf(path: string): number {
  return fields.find((entry) => entry.path === path)?.sizeLimit ?? 4096;
}

/** Limits of the fields that more than one area brings to them, in bytes. */
export const limits = {
  className: limitOf('NodeGetEnvVarsRequest.provider_class_name'),
  version: limitOf('NodeGetEnvVarsRequest.version'),
  name: limitOf('EnvVarQuery.name'),
  key: limitOf('EnvVarQuery.key'),
  parameters: limitOf('EnvVarQuery.query_parameters'),
} as const;
