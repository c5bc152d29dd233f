/**
 * The shape of the field table that is generated from `csi.proto` and its comments.
 * The table itself is `gen/field-table.ts`; the generator is `proto/plugin`.
 *
 * @packageDocumentation
 */

/** Whether a comment in the proto says that a field has to be given. */
export type Presence = 'REQUIRED' | 'OPTIONAL';

/** From which stage of the contract on something is there; `stable` is what CSI has without a mark. */
export type FieldStage = 'stable' | 'alpha' | 'beta';

/** Which way a message travels: from the CO to the driver, back, or both. */
export type Direction = 'request' | 'response' | 'both';

/** One place where an rpc carries a field. */
export interface FieldUse {
  /** The rpc, as in {@link RpcEntry.path}. */
  readonly rpc: string;
  readonly direction: 'request' | 'response';
  /** The way from the rpc's message to the field: `queries[].name`; `[]` stands for each element of a list. */
  readonly path: string;
}

/** One field of one message. */
export interface FieldEntry {
  /** Permanent name: the message without its package, and the field: `EnvVarQuery.name`. */
  readonly path: string;
  /** Full name of the message: `csi.v1.EnvVarQuery`. */
  readonly message: string;
  /** Name in the proto: `query_parameters`. */
  readonly field: string;
  /** Name in TypeScript: `queryParameters`. */
  readonly localName: string;
  /** Number on the wire. */
  readonly number: number;
  /** Kind of the field. */
  readonly type: 'scalar' | 'enum' | 'message' | 'map' | 'repeated';
  /** Scalar type or full name of message or enum; of the elements for a list, of the values for a map. */
  readonly of: string;
  /** Type of a map's keys, null for anything else. */
  readonly mapKey: string | null;
  /** The oneof that the field belongs to, null for none. */
  readonly oneof: string | null;
  readonly presence: Presence;
  /** Largest legal size in bytes, of each string for a list; null where CSI limits nothing. */
  readonly sizeLimit: number | null;
  /** What {@link sizeLimit} counts: the UTF-8 bytes, or the sum of a map's key and value bytes. */
  readonly sizeOf: 'utf8' | 'map-sum' | null;
  /** Whether the field's comment overrides the general limit of CSI. */
  readonly sizeOverride: boolean;
  /** What holds when the field is zero, where the comment states a number: bytes, seconds or calls. */
  readonly defaultValue: number | null;
  /** Whether the field is marked `csi_secret`. */
  readonly secret: boolean;
  readonly stage: FieldStage;
  readonly direction: Direction;
  /** The rpcs that carry the field, as in {@link RpcEntry.path}. */
  readonly rpcs: readonly string[];
  /** Every place where an rpc carries the field. */
  readonly uses: readonly FieldUse[];
}

/** One message. */
export interface MessageEntry {
  /** Full name: `csi.v1.NodeGetEnvVarsRequest`. */
  readonly message: string;
  readonly stage: FieldStage;
  /** Largest serialized size in bytes unless the driver advertises another, null for no limit. */
  readonly sizeLimit: number | null;
  readonly direction: Direction;
  /** The rpcs that carry the message, as in {@link RpcEntry.path}. */
  readonly rpcs: readonly string[];
}

/** One rpc. */
export interface RpcEntry {
  /** As gRPC calls it: `/csi.v1.Node/NodeGetEnvVars`. */
  readonly path: string;
  /** Full name of the service: `csi.v1.Node`. */
  readonly service: string;
  /** Name of the method: `NodeGetEnvVars`. */
  readonly method: string;
  readonly stage: FieldStage;
  /** Full name of the request message. */
  readonly request: string;
  /** Full name of the response message. */
  readonly response: string;
}
