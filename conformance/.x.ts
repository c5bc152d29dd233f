import { oddities } from './src/contracts/env-vars/mutants/oddities.js';
import { hooksOf } from './test/checks/kill.js';
import { runReference } from './test/checks/run-reference.js';

const odd = oddities.find((o) => o.id === process.argv[2]);
if (!odd) throw new Error('none');
const t = performance.now();
const o = await runReference({
  mutant: odd as never,
  profile: (_, d) => hooksOf(d),
  run: { deadlineMs: 900_000 },
});
console.log(
  odd.id,
  Math.round(performance.now() - t),
  'ms',
  o.footer.verdict,
  o.footer.exitCode,
  o.failedMusts,
  o.failedShoulds,
);
for (const c of [...o.checks].sort((a, b) => b.durationMs - a.durationMs).slice(0, 60))
  console.log(
    Math.round(c.durationMs),
    c.name,
    c.outcome,
    c.outcome === 'pass' ? '' : c.message?.slice(0, 100),
  );
const alone = new Map<string, number>();
for (const c of o.checks) {
  const k = c.requirement;
  alone.set(k, (alone.get(k) ?? 0) + c.durationMs);
}
console.log([...alone].sort((a, b) => b[1] - a[1]).slice(0, 20));
console.log(
  o.checks.filter((c) => ['fail', 'error'].includes(c.outcome)).map((c) => c.name + ' ' + c.message),
);
process.exit(0);
