import type { Stage } from './requirement.js';

/** Names of the canonical gRPC status codes. */
export type CodeName =
  | 'OK'
  | 'CANCELLED'
  | 'UNKNOWN'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'DATA_LOSS'
  | 'UNAUTHENTICATED';

/** Calls that cases make. */
export type MethodName =
  | 'GetPluginInfo'
  | 'GetPluginCapabilities'
  | 'Probe'
  | 'NodeGetCapabilities'
  | 'NodeGetEnvVars';

/** A request as protobuf JSON with the proto's field names, placeholders, generators and spreads. */
export type RequestData = { readonly [member: string]: TemplateData };

/** A value within a request: JSON, whose texts may hold placeholders and whose objects may be generators. */
export type TemplateData =
  | string
  | number
  | boolean
  | null
  | readonly TemplateData[]
  | { readonly [member: string]: TemplateData };

/** What a case or premise needs: of the driver, and of the profile. */
export interface GivenData {
  /** Whether NodeGetCapabilities lists ENV_VAR_INJECTION; true unless said, for NodeGetEnvVars. */
  readonly capability?: boolean;
  /** Smallest number of entries of a list of the profile. */
  readonly 'keys.available'?: number;
  /** Smallest number of leading available keys that have an expected value and are not volatile. */
  readonly 'keys.available.value'?: number;
  readonly 'keys.missing'?: number;
  readonly 'keys.denied'?: number;
  readonly 'keys.oversized'?: number;
  readonly 'keys.failing'?: number;
  readonly pods?: number;
  /** Denied pods in a namespace of neither `pod` nor `pods`. */
  readonly 'deniedPods.namespace'?: number;
  /** Denied pods in a namespace of `pod` or `pods`. */
  readonly 'deniedPods.identity'?: number;
  /** Smallest payload limit in force, in bytes, under which the request is legal. */
  readonly 'limits.payloadBytes'?: number;
  /** Whether the class has any parameters. */
  readonly 'class.parameters'?: boolean;
  /** Whether the class has the parameter allowedFields. */
  readonly 'class.allowedFields'?: boolean;
  /** Whether the class has the parameter allowedNamespaces. */
  readonly 'class.allowedNamespaces'?: boolean;
}

/** What is acceptable: any of the members that is given. */
export interface ExpectData {
  /** Any of these codes. */
  readonly code?: readonly CodeName[];
  /** Any code but these. */
  readonly not?: readonly CodeName[];
  /** OK with this response. */
  readonly ok?: OkData;
}

/** What an OK response has to be. */
export interface OkData {
  /** Number of results. */
  readonly count?: number;
  /** Names of the results, position by position. */
  readonly names?: readonly string[];
  /** The results; each is looked up by name where exactly one result has it, else by position. */
  readonly results?: readonly ResultData[];
  /** Name of a premise whose results these equal, by name, value and presence of an error. */
  readonly same?: string;
  /** With `same`: which result of the premise each position has to equal. */
  readonly permuted?: readonly number[];
  /** JSON Schema of the response as protobuf JSON with the proto's field names. */
  readonly response?: { readonly [keyword: string]: unknown };
}

/** What one result has to be. */
export interface ResultData {
  readonly name?: string;
  /** The value, a text with placeholders. */
  readonly value?: string;
  /** The value of a result of a premise. */
  readonly like?: { readonly premise: string; readonly index: number };
  /** Whether the result has an error. */
  readonly error?: boolean;
  /** Largest length of the error in bytes of UTF-8. */
  readonly errorMaxBytes?: number;
}

/** A request that has to be answered in a known way before a case means anything. */
export interface PremiseData {
  /** What holds when the premise does, as a sentence. */
  readonly says: string;
  readonly given: GivenData;
  readonly method: MethodName;
  readonly request: RequestData;
  readonly expect: ExpectData;
  /** Requirement at fault when the premise fails. */
  readonly blockedBy?: string;
  /** Line of the profile that the driver contradicts when the premise fails. */
  readonly member?: string;
}

/** One declarative case, with `like` and `change` already merged into `request`. */
export interface CaseData {
  /** Permanent path-shaped id that begins with the requirement's, such as `request/env-name/equals-sign`. */
  readonly id: string;
  readonly requirement: string;
  /** First revision of the contract in which the case counts. */
  readonly since: number;
  /** Last revision of the contract in which the case counts; absent while it does. */
  readonly until?: number;
  /** Semantics for which the case holds; both unless said. */
  readonly stage?: Stage;
  readonly given: GivenData;
  /** What the case does, as a noun phrase without a full stop. */
  readonly stimulus: string;
  /** Premises, in the order in which they are asked. */
  readonly premises: readonly string[];
  readonly method: MethodName;
  readonly request: RequestData;
  /** Bytes to send after the serialized request, within the same message; hexadecimal. */
  readonly append?: string;
  readonly expect: ExpectData;
  /** Premise that has to hold after the case. */
  readonly afterwards?: string;
  /** Whether the case is broken or excessive traffic that others should not feel. */
  readonly disturbs?: boolean;
  /** Why the case is there: what a driver gets wrong. */
  readonly why: string;
}
