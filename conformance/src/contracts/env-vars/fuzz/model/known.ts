import type { DeniedKey, Key, Pod, Profile } from '../../../../profile/profile.js';
import { covers, isPlain } from '../../checks/authorization/allowlist.js';
import { asCarried } from '../../judge.js';
import type { EnvRequest, Query } from '../../request.js';

/** What the profile says of a key with its parameters. */
export type KeyKind = 'available' | 'missing' | 'denied' | 'oversized' | 'failing';

/** A key that the profile lists. */
export interface KnownKey extends Key {
  readonly kind: KeyKind;
  /** The value that it must get, as a string can carry it. */
  readonly value?: string;
  readonly volatile: boolean;
  /** Of a denied key: whether the backend has it, where the profile says. */
  readonly exists?: boolean;
}

/**
 * Who asks: the profile's own pod, one of its further pods, one that it says is denied by its namespace or by its identity, one
 * in a namespace that the class does not permit, or somebody of whom nothing is known.
 */
export type Asker =
  | 'own'
  | 'further'
  | 'denied-namespace'
  | 'denied-identity'
  | 'foreign-namespace'
  | 'unknown';

/** What a list of the class says of a key: may be read, covered as it is spelled but not plainly spelled, or not covered. */
export type Permission = 'permitted' | 'odd' | 'refused';

/** What the profile tells of a driver, made ready for being asked often. */
export interface Known {
  readonly profile: Profile;
  /** Whether the profile names a class, a pod and an available key: what every call that has to be served needs. */
  readonly servable: boolean;
  readonly keys: readonly KnownKey[];
  /** The listed key that a query asks for, parameters and all. */
  find(query: Query): KnownKey | undefined;
  /** Listed keys of that name, with whichever parameters. */
  named(key: string): readonly KnownKey[];
  asker(request: EnvRequest): Asker;
  /** Whether the class is the profile's by its name. */
  ownClassName(request: EnvRequest): boolean;
  /** Class parameters that differ from the profile's own: lists that were changed, and others. */
  changedParameters(request: EnvRequest): { readonly lists: boolean; readonly others: boolean };
  /**
   * What the request's allowedFields say of a key; undefined where the profile's class has none, or one that cannot be relied on
   * because it does not cover what the profile lists as available.
   */
  permission(request: EnvRequest, key: string): Permission | undefined;
}

/** The keys of pod_context that every request has to have. */
export const requiredContext = ['namespace', 'serviceAccount', 'podName', 'podUID'] as const;

const kinds: readonly KeyKind[] = ['available', 'missing', 'denied', 'oversized', 'failing'];

/** Makes what the profile tells ready for the model. */
export function knownOf(profile: Profile): Known {
  const keys = kinds.flatMap((kind) => profile.keys[kind].map((key) => knownKey(kind, key)));
  const changes = new WeakMap<EnvRequest, { readonly lists: boolean; readonly others: boolean }>();
  const byName = new Map<string, KnownKey[]>();
  for (const key of keys) byName.set(key.key, [...(byName.get(key.key) ?? []), key]);
  const parameters = profile.providerClass?.parameters ?? {};
  const pods = [...(profile.pod === undefined ? [] : [profile.pod]), ...profile.pods];
  const namespaces = new Set(pods.map(({ namespace }) => namespace));
  const strangers = profile.deniedPods.filter(({ namespace }) => !namespaces.has(namespace));
  const fields = parameters.allowedFields;
  const fieldsHold =
    fields !== undefined &&
    profile.keys.available.length > 0 &&
    profile.keys.available.every(({ key }) => isPlain(key) && covered(fields, key));
  const list = parameters.allowedNamespaces;
  const namespacesHold =
    list !== undefined &&
    pods.length > 0 &&
    pods.every(({ namespace }) => covered(list, namespace)) &&
    strangers.every(({ namespace }) => !covered(list, namespace));

  return {
    profile,
    servable:
      profile.providerClass !== undefined && profile.pod !== undefined && profile.keys.available.length > 0,
    keys,
    find(query) {
      return byName.get(query.key)?.find((key) => sameMap(key.parameters, query.parameters ?? {}));
    },
    named: (key) => byName.get(key) ?? [],
    asker({ podContext, classParameters }) {
      const { namespace = '', serviceAccount } = podContext;
      if (profile.pod !== undefined && isPod(profile.pod, podContext))
        return foreign(namespace, classParameters) ?? 'own';
      if (profile.pods.some((pod) => isPod(pod, podContext)))
        return foreign(namespace, classParameters) ?? 'further';
      if (namespaces.has(namespace)) {
        // By what a driver tells such a pod from its neighbours nobody says: its service account, its name, its UID.
        if (profile.deniedPods.some((pod) => isPod(pod, podContext))) return 'denied-identity';
      } else if (
        // Another list may permit what the profile's own does not.
        classParameters.allowedNamespaces === parameters.allowedNamespaces &&
        profile.deniedPods.some((pod) => pod.namespace === namespace && pod.serviceAccount === serviceAccount)
      )
        return 'denied-namespace';
      return foreign(namespace, classParameters) ?? 'unknown';
    },
    ownClassName: ({ className }) =>
      profile.providerClass !== undefined && className === profile.providerClass.name,
    changedParameters(request) {
      const before = changes.get(request);
      if (before !== undefined) return before;
      const { classParameters } = request;
      const names = new Set([...Object.keys(parameters), ...Object.keys(classParameters)]);
      let lists = false;
      let others = false;
      for (const name of names) {
        if (parameters[name] === classParameters[name]) continue;
        if (
          (name === 'allowedFields' || name === 'allowedNamespaces') &&
          classParameters[name] !== undefined &&
          parameters[name] !== undefined
        )
          lists = true;
        else others = true;
      }
      const found = { lists, others };
      changes.set(request, found);
      return found;
    },
    permission({ classParameters }, key) {
      const asked = classParameters.allowedFields;
      if (!fieldsHold || asked === undefined) return undefined;
      if (!covered(asked, key)) return 'refused';
      if (!isPlain(key)) return 'odd';
      // What a wider list than the profile's own permits is nobody's to know.
      return asked === fields || covered(fields, key) ? 'permitted' : undefined;
    },
  };

  /** authorization/namespace: outside of the list that the request carries. */
  function foreign(namespace: string, classParameters: EnvRequest['classParameters']): Asker | undefined {
    const asked = classParameters.allowedNamespaces;
    if (!namespacesHold || asked === undefined) return undefined;
    return covered(asked, namespace) ? undefined : 'foreign-namespace';
  }
}

function knownKey(
  kind: KeyKind,
  key: Key & Partial<DeniedKey> & { value?: Uint8Array; volatile?: boolean },
): KnownKey {
  return {
    kind,
    key: key.key,
    parameters: key.parameters,
    volatile: key.volatile === true,
    ...(key.exists === undefined ? {} : { exists: key.exists }),
    ...(key.value === undefined ? {} : { value: asCarried(key.value) }),
  };
}

/** Further keys of pod_context are ignored; a nodeName may be left out, and has to be the pod's own otherwise. */
function isPod(pod: Pod, context: EnvRequest['podContext']): boolean {
  return (
    requiredContext.every((name) => context[name] === pod[name]) &&
    (context.nodeName === undefined || context.nodeName === pod.nodeName)
  );
}

/** Whether two maps have the same entries. */
export function sameMap(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** By list and text. */
const remembered = new Map<string, Map<string, boolean>>();
const mostLists = 200;
const mostTexts = 5000;

/** {@link covers}, remembered: the same lists and keys come again and again. */
function covered(list: string, text: string): boolean {
  let texts = remembered.get(list);
  if (texts === undefined) {
    if (remembered.size >= mostLists) remembered.clear();
    texts = new Map();
    remembered.set(list, texts);
  }
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size >= mostTexts) texts.clear();
  const result = covers(list, text);
  texts.set(text, result);
  return result;
}
