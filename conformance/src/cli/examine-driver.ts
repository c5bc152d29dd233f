import pc from 'picocolors';
import type { Endpoint } from '../driver/endpoint.js';
import { UnreachableError } from '../errors.js';
import { wantsColor } from './color.js';
import { examineAnswers } from './doctor/answers.js';
import type { Finding } from './doctor/finding.js';
import { examineHttp2 } from './doctor/http2.js';
import { examineListener } from './doctor/listener.js';
import { examinePath } from './doctor/path.js';
import type { DoctorFlags } from './doctor.js';
import { ownDriver } from './driver-endpoint.js';
import { driverWords } from './driver-words.js';
import { redactExpected } from './redact-expected.js';
import { withheldVariables } from './withheld-variables.js';

/** Goes through the steps until one fails or the signal is aborted; tells each. Returns whether all went well. */
export async function examineDriver(flags: DoctorFlags, signal: AbortSignal): Promise<boolean> {
  const { target, text, loaded } = await ownDriver({
    ...(flags.endpoint === undefined ? {} : { endpoint: flags.endpoint }),
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
  });
  const colors = pc.createColors(wantsColor(flags.color, process.stdout, process.env));
  const signs = { ok: colors.green('✓'), note: colors.yellow('!'), fail: colors.red('✗') };
  const redact = redactExpected(loaded?.profile);
  // Half a value would no longer be known as one, so what is cut is what is left without values.
  const told = (words: string): string => driverWords(redact(words), 1000);
  const tell = ({ step, state, text: what, cure }: Finding): void => {
    process.stdout.write(`${signs[state]} ${step.padEnd(10)} ${told(what)}\n`);
    if (cure !== undefined) process.stdout.write(`  ${''.padEnd(10)} ${told(cure)}\n`);
  };
  process.stdout.write(`${told(text)}\n`);

  let endpoint: Endpoint;
  let stop = async (): Promise<void> => {};
  if (target.kind === 'exec') {
    try {
      const { startDriver } = await import('../driver/spawn.js');
      const started = await startDriver(target.argv, {
        startupTimeoutMs: flags.startupTimeout,
        signal,
        cwd: loaded?.folder ?? process.cwd(),
        withoutEnvironment: loaded === undefined ? [] : await withheldVariables(loaded, process.env),
      });
      endpoint = started.endpoint;
      stop = started.stop;
      tell({ step: 'start', state: 'ok', text: `the command started, process ${started.driver.pid}` });
    } catch (reason) {
      if (!(reason instanceof UnreachableError) || signal.aborted) throw reason;
      tell({
        step: 'start',
        state: 'fail',
        text: reason.message,
        ...(reason.advice === undefined ? {} : { cure: reason.advice }),
      });
      return false;
    }
  } else {
    endpoint = target;
  }
  try {
    for (const examine of [examinePath, examineListener, examineHttp2, examineAnswers]) {
      for await (const finding of examine(endpoint, flags.timeout, signal)) {
        if (signal.aborted) return false;
        tell(finding);
        if (finding.state === 'fail') return false;
      }
    }
    return true;
  } finally {
    await stop();
  }
}
