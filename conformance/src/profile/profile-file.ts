/** A pod as `conformance.yaml` has it. */
export interface PodFile {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName?: string;
  readonly podUID?: string;
  readonly nodeName?: string;
}

/** Where the value of a key is: an environment variable, a file, or the text itself. */
export type ValueFile = string | { readonly env: string } | { readonly file: string };

/** A key as `conformance.yaml` has it. */
export interface KeyFile {
  readonly key: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly value?: ValueFile;
  readonly volatile?: boolean;
  readonly exists?: boolean;
}

/** A hook as `conformance.yaml` has it. */
export type HookFile =
  | string
  | { readonly command: string; readonly shell?: boolean; readonly timeout?: string };

/** The lists of keys of a profile. */
export const keyLists = ['available', 'missing', 'denied', 'oversized', 'failing'] as const;

/** The content of `conformance.yaml`, as its schema allows it. */
export interface ProfileFile {
  readonly endpoint?: string;
  readonly exec?: readonly string[];
  readonly backend?: 'local' | 'cloud' | 'secret';
  readonly providerClass?:
    | string
    | { readonly name: string; readonly parameters?: Readonly<Record<string, string>> };
  readonly pod?: PodFile;
  readonly pods?: readonly PodFile[];
  readonly deniedPods?: readonly PodFile[];
  readonly keys?: Readonly<Partial<Record<(typeof keyLists)[number], readonly (string | KeyFile)[]>>>;
  readonly logs?: readonly ({ readonly file: string } | { readonly command: string })[];
  readonly watch?: {
    readonly directories?: readonly string[];
    readonly ignore?: readonly string[];
    readonly metrics?: string;
    readonly pid?: number | { readonly file: string };
  };
  readonly hooks?: Readonly<Record<string, HookFile>>;
  readonly documents?: {
    readonly retriableCodes?: string;
    readonly cache?: string;
    readonly cacheTtl?: string;
  };
  readonly implementation?: {
    readonly organization?: string;
    readonly project?: string;
    readonly url?: string;
    readonly version?: string;
    readonly contact?: readonly string[];
  };
}
