import fc, { type Arbitrary } from 'fast-check';
import type { FuzzInput, Steer } from '../../../../fuzz/fuzz-target.js';
import type { Key } from '../../../../profile/profile.js';
import { podContext } from '../../request.js';
import { queriesOf, servedRequest } from './drafts.js';
import { everyOk, steered } from './family.js';
import type { SequenceInput, Step } from './input.js';
import type { Material } from './material.js';

/** Steps of a kind, with the requirements that they are made for. */
interface StepFamily {
  readonly weight: number;
  readonly reaches: readonly string[];
  readonly arbitrary: Arbitrary<Step>;
}

/** Longest sequence; each has to end soon enough to be shrunk. */
const mostSteps = 12;
/** More calls at once would measure the machine. */
const mostAtOnce = 128;

/** The small requests that sequences are made of. */
export function smallRequest(material: Material): Arbitrary<ReturnType<Material['request']>> {
  const { good, missing, denied, deniedPods, pods } = material;
  const some: readonly Key[] = [...good, ...good, ...good, ...missing, ...denied];
  const keys = fc.array(fc.nat(some.length - 1), { minLength: 1, maxLength: 5, size: 'max' });
  const contexts = [...deniedPods.slice(0, 2), ...pods.slice(0, 2)].map(podContext);
  return fc.oneof(
    { weight: 4, arbitrary: servedRequest(material) },
    {
      weight: 3,
      arbitrary: fc.tuple(keys, fc.nat(0xff)).map(([picks, bits]) =>
        material.request(
          queriesOf(
            picks.map((pick) => some[pick] as Key),
            { style: 'plain' },
            bits % 3 === 0 ? bits : 0,
          ),
        ),
      ),
    },
    ...(contexts.length === 0
      ? []
      : [
          {
            weight: 1,
            arbitrary: fc.tuple(fc.constantFrom(...contexts), keys).map(([context, picks]) =>
              material.request(
                queriesOf(
                  picks.map((pick) => some[pick] as Key),
                  { style: 'plain' },
                  0,
                ),
                { podContext: context },
              ),
            ),
          },
        ]),
  );
}

/** The steps that this profile and driver allow. */
function stepFamilies(material: Material): readonly StepFamily[] {
  const { hooks } = material.known.profile;
  const { inFlight } = material.facts.limits;
  const request = smallRequest(material);
  const of = fc.nat(mostSteps);
  const step = (weight: number, reaches: readonly string[], arbitrary: Arbitrary<Step>): StepFamily => ({
    weight,
    reaches,
    arbitrary,
  });
  const families: StepFamily[] = [
    step(
      6,
      ['idempotency/repeat'],
      of.map((n): Step => ({ do: 'repeat', of: n })),
    ),
    step(
      5,
      ['ordering/permutation'],
      fc
        .tuple(of, fc.array(fc.nat(19), { maxLength: 20 }))
        .map(([n, picks]): Step => ({ do: 'permute', of: n, picks })),
    ),
    step(
      3,
      ['idempotency/after-cancel'],
      fc.tuple(request, fc.nat(3)).map(([made, afterMs]): Step => ({ do: 'cancel', request: made, afterMs })),
    ),
    step(2, ['transport/reconnect'], fc.constant<Step>({ do: 'reconnect' })),
    step(
      2,
      ['idempotency/concurrent', 'concurrency/in-flight'],
      fc
        .tuple(request, fc.integer({ min: 2, max: Math.max(2, Math.min(8, inFlight)) }))
        .map(([made, times]): Step => ({ do: 'burst', request: made, times: Math.min(times, inFlight) })),
    ),
  ];
  if (inFlight <= mostAtOnce) {
    families.push(
      step(
        1,
        ['concurrency/in-flight'],
        request.map((made): Step => ({ do: 'burst', request: made, times: inFlight })),
      ),
    );
    if (!material.safe)
      families.push(
        step(
          1,
          ['concurrency/overload'],
          fc
            .tuple(request, fc.integer({ min: 1, max: 20 }))
            .map(([made, more]): Step => ({ do: 'burst', request: made, times: inFlight + more })),
        ),
      );
  }
  if (material.safe) return families;
  if (hooks.restart !== undefined)
    families.push(step(1, ['idempotency/after-restart'], fc.constant<Step>({ do: 'restart' })));
  if (hooks.backendDown !== undefined && hooks.backendUp !== undefined) {
    families.push(step(1, ['errors/backend'], fc.constant<Step>({ do: 'down' })));
    families.push(step(1, ['errors/backend'], fc.constant<Step>({ do: 'up' })));
  }
  if (hooks.backendLog !== undefined)
    families.push(step(1, ['idempotency/no-side-effects'], fc.constant<Step>({ do: 'log' })));
  return families;
}

/** What sequences can reach beside what their calls show. */
export function statefulReaches(material: Material): readonly string[] {
  return [...new Set([...stepFamilies(material).flatMap(({ reaches }) => reaches), ...everyOk])];
}

/** Sequences of steps; calls among them ask for small things. */
export function statefulArbitrary(material: Material, steer: Steer): Arbitrary<FuzzInput> {
  const families = steered(stepFamilies(material), steer);
  const { hooks } = material.known.profile;
  const call = smallRequest(material).map((request): Step => ({ do: 'call', request }));
  const step = fc.oneof(
    { weight: 10, arbitrary: call },
    ...families.map(({ weight, arbitrary }) => ({ weight, arbitrary })),
  );
  const rotates = !material.safe && hooks.rotate !== undefined;
  const logs = families.some(({ reaches }) => reaches.includes('idempotency/no-side-effects'));
  return fc
    .tuple(
      call,
      fc.array(step, { minLength: 1, maxLength: mostSteps - 1, size: 'max' }),
      fc.nat(199),
      fc.nat(4),
    )
    .map(([first, rest, rotate, log]): SequenceInput => {
      const watched =
        logs && log === 4
          ? [{ do: 'log' } as const, first, ...rest, { do: 'log' } as const]
          : [first, ...rest];
      // A rotation leaves the profile's values behind for the rest of the campaign.
      const steps: Step[] = rotates && rotate === 199 ? [...watched, { do: 'rotate' }, first] : watched;
      return { phase: 'stateful', kind: 'sequence', title: titleOf(steps), steps };
    });
}

function titleOf(steps: readonly Step[]): string {
  const what = [...new Set(steps.map((step) => step.do))].join(', ');
  return `${steps.length} steps: ${what}`;
}
