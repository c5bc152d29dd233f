import type { Answer } from '../../../../driver/answer.js';
import { decodeStatusMessage } from '../../../../driver/grpc-message.js';
import { metadataBytes } from '../../../../driver/metadata-bytes.js';
import { createGlance } from '../../../../leak/glance.js';
import type { Hit } from '../../../../leak/scan-stream.js';
import { createScanner, isWatchable, type Scanner, type Watched } from '../../../../leak/scanner.js';
import { scanTexts } from '../../checks/privacy/scan-texts.js';
import type { Facts } from '../../facts.js';
import { type Journal, keptOf } from '../../journal.js';
import type { EnvRequest, EnvResult } from '../../request.js';
import { watchedValues } from '../../watched-values.js';
import type { Deviation } from '../model/deviations.js';
import type { Known } from '../model/known.js';
import { brief } from './brief.js';

/** Looks for values where none may be: status messages, result errors, headers and trailers. */
export interface LeakWatch {
  /** A value that was returned. */
  watch(value: string): void;
  search(
    request: EnvRequest,
    answer: Answer,
    results: readonly EnvResult[] | undefined,
  ): readonly Deviation[];
}

interface Place {
  readonly source: 'status message' | 'result error' | 'header' | 'trailer';
  readonly text: string | Uint8Array;
  /** What the text goes by. */
  readonly id: string;
}

/** Texts that were found clean and are not looked at again; kept in brief. */
const cleanTexts = 20_000;
/** Longest text that is looked at; a hostile driver may send megabytes. */
const longest = 64 * 1024;
/** Carries the status message, which is looked at as such; nobody reads it elsewhere, as in the headers of an answer with trailers. */
const messageHeader = 'grpc-message';
const watchedValuesAtMost = 5000;

/**
 * Opens the watch. Nearly every text came before or is glanced at, which is cheap and sees too much rather than too little; only
 * what looks like a value is searched by the scanner. What the tool sent is no evidence, nor is the driver's identity.
 */
export function openLeakWatch(known: Known, facts: Facts, journal: Journal): LeakWatch {
  const { profile } = known;
  const glance = createGlance();
  const clean = new Set<string>();
  /** Values that came before, in brief; most come again and again. */
  const told = new Set<string>();
  let watching = 0;
  const glanceFor = (value: Uint8Array): boolean => {
    if (!isWatchable(value)) return false;
    glance.watch(value);
    watching++;
    return true;
  };
  for (const { value } of profile.keys.available) if (value !== undefined) glanceFor(value);
  const always = [
    ...facts.identity,
    profile.providerClass?.name ?? '',
    ...Object.entries(profile.providerClass?.parameters ?? {}).flat(),
    ...known.keys.flatMap(({ key, parameters }) => [key, ...Object.entries(parameters).flat()]),
    ...[profile.pod, ...profile.pods, ...profile.deniedPods].flatMap((pod) => Object.values(pod ?? {})),
  ].filter((text) => text !== '');

  let all:
    | { readonly scanner: Scanner; readonly watched: readonly Watched[]; readonly values: number }
    | undefined;

  /**
   * The first place in a text that shows a value. A scanner for all values takes long to make, so one is made for as long as no
   * value is new, which knows nothing of the request; what it finds is looked at again with the few values that it found alone.
   */
  function find(
    source: string,
    text: string | Uint8Array,
    sent: () => readonly Uint8Array[],
  ): Hit | undefined {
    if (all?.values !== journal.values.size) {
      const { watched } = watchedValues(journal, profile);
      const exempt = always.map((one) => Buffer.from(one));
      all = { scanner: createScanner({ watched, exempt }), watched, values: journal.values.size };
    }
    const labels = new Set(scanTexts(all.scanner, [{ source, text }]).map(({ label }) => label));
    if (labels.size === 0) return undefined;
    const watched = all.watched.filter(({ label }) => labels.has(label));
    const lookFor = (values: readonly Watched[]): Hit | undefined =>
      scanTexts(createScanner({ watched: values, exempt: sent() }), [{ source, text }])[0];
    // Most are written in one encoding, and a scanner for those alone is made in a tenth of the time.
    return lookFor(watched.map((entry) => ({ ...entry, nestedBytes: 0 }))) ?? lookFor(watched);
  }

  return {
    watch(value) {
      if (watching >= watchedValuesAtMost) return;
      const id = brief(value);
      if (told.has(id)) return;
      if (told.size < watchedValuesAtMost) told.add(id);
      // Of what the journal has no room for the scanner finds nothing.
      const kept = keptOf(value).filter((part) => journal.values.has(part));
      const isNew = kept.map((part) => glanceFor(Buffer.from(part)));
      // What was clean of the values so far may hold this one.
      if (isNew.includes(true)) clean.clear();
    },
    search(request, answer, results) {
      if (watching === 0) return [];
      const places: Place[] = [];
      const add = (source: Place['source'], text: string | Uint8Array): void => {
        const part = text.slice(0, longest);
        const id = idOf(part);
        if (part.length > 0 && !clean.has(id)) places.push({ source, text: part, id });
      };
      const isMessage = (name: string, value: string): boolean =>
        name === messageHeader && decodeStatusMessage(value) === answer.message;
      if (answer.failure === undefined) add('status message', answer.message);
      for (const { error } of results ?? []) add('result error', error);
      const metadata = { header: answer.headers, trailer: answer.trailers };
      for (const source of ['header', 'trailer'] as const) {
        for (const [name, value] of metadata[source]) {
          if (isMessage(name, value)) continue;
          for (const bytes of [name, value].flatMap(metadataBytes)) add(source, bytes);
        }
      }
      if (places.length === 0) return [];
      let exempt: Uint8Array[] | undefined;
      const sent = (): readonly Uint8Array[] => {
        exempt ??= [...always, ...textsOf(request)].map((text) => Buffer.from(text));
        return exempt;
      };
      const suspicious = places.filter(({ text, id }) => {
        // What only echoes this request is clean of nothing for the next one.
        if (glance.sees(text, () => [])) return glance.sees(text, sent);
        if (clean.size >= cleanTexts) clean.clear();
        clean.add(id);
        return false;
      });
      if (suspicious.length === 0) return [];
      return suspicious.flatMap(({ source, text }) => {
        const hit = find(source, text, sent);
        if (hit === undefined) return [];
        const what = hit.whole ? 'the value' : `${hit.pieceLength} bytes of the value`;
        return [
          {
            requirement: source === 'header' || source === 'trailer' ? 'privacy/metadata' : 'privacy/errors',
            // A driver may write it in another way each time, and still leaks it each time.
            cause: `a value in a ${source}`,
            text: `a ${source} has ${what} of ${hit.label} at byte ${hit.byteOffset}, ${hit.encoding}`,
            kind: 'answer',
          } satisfies Deviation,
        ];
      });
    },
  };
}

/** What a text goes by; a character that bytes are given as is another one in a text. */
function idOf(text: string | Uint8Array): string {
  return typeof text === 'string' ? brief(text) : `\0${brief(Buffer.from(text).toString('latin1'))}`;
}

function textsOf(request: EnvRequest): string[] {
  const maps = [
    request.classParameters,
    request.podContext,
    ...request.queries.map(({ parameters }) => parameters ?? {}),
  ];
  return [
    request.className,
    request.version ?? '',
    ...request.queries.flatMap(({ name, key }) => [name, key]),
    ...maps.flatMap((map) => Object.entries(map).flat()),
  ].filter((text) => text !== '');
}
