import { fields } from '../../../gen/field-table.js';

/** Size limits of request fields in bytes, taken from the comments of csi.proto. */
export const fieldLimits = {
  providerClassName: limitOf('NodeGetEnvVarsRequest.provider_class_name'),
  classParameters: limitOf('NodeGetEnvVarsRequest.class_parameters'),
  podContext: limitOf('NodeGetEnvVarsRequest.pod_context'),
  version: limitOf('NodeGetEnvVarsRequest.version'),
  name: limitOf('EnvVarQuery.name'),
  key: limitOf('EnvVarQuery.key'),
  queryParameters: limitOf('EnvVarQuery.query_parameters'),
} as const;

function limitOf(path: string): number {
  const limit = fields.find((field) => field.path === path)?.sizeLimit;
  if (limit === undefined || limit === null) throw new Error(`csi.proto gives ${path} no size limit`);
  return limit;
}
