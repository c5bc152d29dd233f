import { existsSync } from 'node:fs';
import { parseTarget } from '../driver/endpoint.js';
import { openClient } from '../driver/open-client.js';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { quoteWord } from '../runner/reproduce.js';
import { askDriver } from './ask-driver.js';
import { rejectEmpty } from './choose-driver.js';
import { driverWords } from './driver-words.js';
import type { InitFlags } from './init.js';
import { profileText } from './profile-text.js';
import { writeNewFile } from './write-new-file.js';

/** Asks the driver and writes the profile. Nothing is written when the driver cannot be asked, or the signal is aborted before. */
export async function initProfile(flags: InitFlags, signal: AbortSignal): Promise<void> {
  if (!flags.force && existsSync(flags.file)) throw exists(flags.file);
  const [text, source] =
    flags.endpoint === undefined
      ? [process.env.CSI_ENDPOINT, 'CSI_ENDPOINT']
      : [flags.endpoint, '--endpoint'];
  if (text === undefined)
    throw new UsageError('no endpoint is given', 'give --endpoint unix:///path.sock, or set CSI_ENDPOINT');
  rejectEmpty(text, source as string);
  const target = parseTarget(text);
  const started =
    target.kind === 'exec'
      ? await (await import('../driver/spawn.js')).startDriver(target.argv, {
          startupTimeoutMs: flags.startupTimeout,
          signal,
        })
      : undefined;
  const endpoint = started?.endpoint ?? (target.kind === 'exec' ? undefined : target);
  if (endpoint === undefined) throw new Error('unreachable');
  const client = await openClient('wire', endpoint);
  try {
    const answers = await askDriver(client, endpoint.text, { timeoutMs: flags.timeout, signal });
    if (!writeNewFile(flags.file, profileText(target.text, answers), flags.force)) throw exists(flags.file);
    process.stderr.write(
      `wrote ${flags.file} for ${answers.name === '' ? 'the driver' : driverWords(answers.name)}; fill in what it asks for, then run\n  ${invocation}${flags.file === 'conformance.yaml' ? '' : ` --profile ${quoteWord(flags.file)}`}\n`,
    );
  } finally {
    await client.close();
    await started?.stop();
  }
}

function exists(file: string): UsageError {
  return new UsageError(`${file} exists already`, 'give --force to replace it, or --file for another name');
}
