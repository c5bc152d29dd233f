/// <reference types="node" preserve="true" />
export type * from './contract.js';
export { envVarsAt, envVarsRevisions, newestRevision } from './contracts/env-vars/at-revision.js';
export type { Answer } from './driver/answer.js';
export { type CallOptions, type Client, type ClientKind, clientKinds } from './driver/client.js';
export { type Endpoint, parseEndpoint, parseTarget, type Target } from './driver/endpoint.js';
export { openClient } from './driver/open-client.js';
export { exitCode, ToolError, UnreachableError, UsageError } from './errors.js';
export { type LoadedProfile, loadProfile } from './profile/load-profile.js';
export { emptyProfile, type Profile } from './profile/profile.js';
export { defaultRenderOptions, type RenderOptions, type Reporter } from './report/reporter.js';
export { loadReporter, type ReporterName, reporterNames } from './report/reporters.js';
export type * from './runner/events.js';
export { run } from './runner/run.js';
export { type RunOptions, type RunTarget, runDefaults } from './runner/run-options.js';
export { version } from './version.js';
