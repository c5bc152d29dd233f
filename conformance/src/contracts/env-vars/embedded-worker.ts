// The thread in which the embedded reference driver serves: it takes its settings from `workerData`, says where it listens
// and what its profile is, and works off the controls that it is sent.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  Control,
  ControlAnswer,
  ControlRequest,
  DriverStarted,
  StartSettings,
} from './embedded-driver.js';
import { controlsOf } from './reference-driver/controls.js';
import { startReferenceDriver } from './reference-driver/start.js';

const port = parentPort;
if (port === null) throw new Error('this module is the start of a worker thread');
const { socketPath, stateDirectory, stage, logFile } = workerData as StartSettings;

const log = openSync(logFile, 'a');
const driver = await startReferenceDriver({
  socketPath,
  stateDirectory,
  stage,
  metricsPort: 0,
  log: (line) => void writeSync(log, `${line}\n`),
});

const controls: Record<Control, () => Promise<string>> = {
  ...controlsOf(driver),
  async stop() {
    await driver.stop().catch(() => {});
    closeSync(log);
    return '';
  },
};

port.on('message', async ({ id, control }: ControlRequest) => {
  let answer: ControlAnswer;
  try {
    answer = { id, output: await controls[control]() };
  } catch (reason) {
    answer = { id, problem: (reason as Error).message };
  }
  port.postMessage(answer);
});

const started: DriverStarted = {
  endpoint: driver.endpoint,
  profile: driver.profile,
  ...(driver.metricsUrl === undefined ? {} : { metricsUrl: driver.metricsUrl }),
};
port.postMessage(started);
