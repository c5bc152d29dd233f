/** Identity of a pod as the contract's pod_context carries it. */
export interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName: string;
  readonly podUID: string;
  readonly nodeName?: string;
}

/** A key of the backend with its query parameters. */
export interface Key {
  readonly key: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A key that the driver must serve. */
export interface AvailableKey extends Key {
  /** What the backend holds, bytes as they are; absent when the profile does not say. */
  readonly value?: Uint8Array;
  /** Set where the value changes by itself. */
  readonly volatile: boolean;
}

/** A key that the class or the pod may not read. */
export interface DeniedKey extends Key {
  /** Whether the backend has it, where the profile says. */
  readonly exists?: boolean;
}

/** Where a driver's log is to be found. */
export type LogSource = { readonly file: string } | { readonly command: string };

/** What a hook came to. */
export type HookResult =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly reason: string };

/** Runs a hook of the profile; never rejects. */
export type Hook = (signal: AbortSignal) => Promise<HookResult>;

/** The hooks that a profile can give. */
export const hookNames = ['rotate', 'restart', 'backendDown', 'backendUp', 'backendLog'] as const;
export type HookName = (typeof hookNames)[number];

/** Latency budget that applies to the driver's backend. */
export type BackendClass = 'local' | 'cloud' | 'secret';

/** A profile, checked against its schema and resolved: values read, paths absolute, hooks callable. */
export interface Profile {
  /** Absolute path of the file; absent for the embedded driver's and the empty profile. */
  readonly path?: string;
  readonly digest?: string;
  readonly backend?: BackendClass;
  readonly providerClass?: { readonly name: string; readonly parameters: Readonly<Record<string, string>> };
  readonly pod?: Pod;
  readonly pods: readonly Pod[];
  readonly deniedPods: readonly Pod[];
  readonly keys: {
    readonly available: readonly AvailableKey[];
    readonly missing: readonly Key[];
    readonly denied: readonly DeniedKey[];
    readonly oversized: readonly Key[];
    readonly failing: readonly Key[];
  };
  readonly logs: readonly LogSource[];
  readonly watch: {
    readonly directories: readonly string[];
    readonly ignore: readonly string[];
    readonly metrics?: string;
    readonly pid?: number | { readonly file: string };
  };
  readonly hooks: Readonly<Partial<Record<HookName, Hook>>>;
  readonly documents: {
    readonly retriableCodes?: string;
    readonly cache?: string;
    readonly cacheTtlMs?: number;
  };
  readonly implementation?: {
    readonly organization?: string;
    readonly project?: string;
    readonly url?: string;
    readonly version?: string;
    readonly contact?: readonly string[];
  };
}

/** What a run without a profile knows: nothing. */
export const emptyProfile: Profile = {
  pods: [],
  deniedPods: [],
  keys: { available: [], missing: [], denied: [], oversized: [], failing: [] },
  logs: [],
  watch: { directories: [], ignore: [] },
  hooks: {},
  documents: {},
};
