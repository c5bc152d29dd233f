import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../lib/folders.mjs';

/** Comments of the proto by full name without the package: `EnvVarQuery.name`, `Node.NodeGetEnvVars`; enums with their values. */
export function loadProto() {
  const buf = join(repository, 'node_modules/@bufbuild/buf/bin/buf');
  const result = spawnSync(process.execPath, [buf, 'build', 'proto', '-o', '-#format=json'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`buf build failed: ${result.error?.message ?? result.stderr}`);
  const file = JSON.parse(result.stdout).file.find(({ name }) => name.endsWith('csi.proto'));
  const located = new Map(
    file.sourceCodeInfo.location.map(({ path = [], leadingComments = '' }) => [path.join(), leadingComments]),
  );
  const comments = new Map();
  const enums = [];
  const note = (name, path) => comments.set(name, tidy(located.get(path.join()) ?? ''));
  const takeEnum = (found, prefix, path) => {
    note(prefix + found.name, path);
    const values = found.value.map(({ name, number = 0, options }, i) => {
      note(`${prefix}${found.name}.${name}`, [...path, 2, i]);
      return { name, number, alpha: JSON.stringify(options ?? {}).includes('alpha_enum_value') };
    });
    enums.push({ name: prefix + found.name, values });
  };
  const takeMessage = (message, prefix, path) => {
    note(prefix + message.name, path);
    const own = `${prefix}${message.name}.`;
    for (const [i, field] of (message.field ?? []).entries()) note(own + field.name, [...path, 2, i]);
    for (const [i, nested] of (message.nestedType ?? []).entries()) takeMessage(nested, own, [...path, 3, i]);
    for (const [i, nested] of (message.enumType ?? []).entries()) takeEnum(nested, own, [...path, 4, i]);
  };
  for (const [i, message] of file.messageType.entries()) takeMessage(message, '', [4, i]);
  for (const [i, service] of file.service.entries()) {
    note(service.name, [6, i]);
    for (const [j, method] of service.method.entries()) note(`${service.name}.${method.name}`, [6, i, 2, j]);
  }
  return { comments, enums };
}

/** Sentences that the table of fields says in columns of their own. */
const inColumns = [
  /^This field is (REQUIRED|OPTIONAL)\.$/,
  /^This is a beta field\.$/,
  /^This field overrides the general CSI size limit\.$/,
  /^The size of this field is at most \d+ bytes\.$/,
];

/** Comment lines joined to sentences. */
function tidy(comment) {
  const text = comment.replace(/\s+/g, ' ').trim();
  return text
    .split(/(?<=\.) (?=[A-Z])/)
    .filter((sentence) => !inColumns.some((form) => form.test(sentence)))
    .join(' ');
}
