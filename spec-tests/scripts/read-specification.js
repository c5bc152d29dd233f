import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Reads and validates the data of a contract: {contract, decisions, discussion, bindings, areas, requirements, premises, cases}.
 * Throws an error that names file, place and fault.
 * @param {string} name folder of the contract
 * @param {string} [from] folder that holds it, spec-tests unless said
 */
export function readSpecification(name, from = root) {
  const folder = `${from}${from.endsWith('/') ? '' : '/'}${name}/`;
  const validate = validators();
  const read = (path, schema) =>
    validate(schema, `${name}/${path}`, parse(readFileSync(folder + path, 'utf8')));
  const areas = yamlFiles(`${folder}requirements`).map((file) => read(`requirements/${file}`, 'requirement'));
  const files = yamlFiles(`${folder}cases`).map((file) => read(`cases/${file}`, 'case'));
  const premises = Object.assign({}, ...files.map((file) => file.premises ?? {}));
  const resolved = resolvePremises(premises);
  return {
    contract: read('contract.yaml', 'contract'),
    decisions: read('decisions.yaml', 'decision'),
    ...(existsSync(`${folder}discussion.yaml`) && { discussion: read('discussion.yaml', 'discussion') }),
    ...(existsSync(`${folder}bindings.yaml`) && { bindings: read('bindings.yaml', 'bindings') }),
    areas,
    requirements: areas.flatMap((area) => area.requirements),
    premises: resolved,
    cases: files.flatMap((file) => file.cases ?? []).map((entry) => resolveCase(entry, resolved)),
  };
}

/**
 * Reads and validates what a contract says beside its requirements: {observability, graduation}.
 * Throws an error that names file, place and fault.
 * @param {string} name folder of the contract
 * @param {string} [from] folder that holds it, spec-tests unless said
 */
export function readProposalData(name, from = root) {
  const folder = `${from}${from.endsWith('/') ? '' : '/'}${name}/`;
  const validate = validators();
  const read = (file) =>
    validate(file, `${name}/${file}.yaml`, parse(readFileSync(`${folder}${file}.yaml`, 'utf8')));
  return { observability: read('observability'), graduation: read('graduation') };
}

/** A function (schema, file, data) => data that throws when the data does not fit. */
export function validators() {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  addFormats.default(ajv);
  for (const file of readdirSync(`${root}schemas`)) {
    ajv.addSchema(JSON.parse(readFileSync(`${root}schemas/${file}`, 'utf8')));
  }
  return (schema, file, data) => {
    const valid = ajv.getSchema(`${schema}.schema.json`);
    if (valid === undefined) throw new Error(`cannot validate ${file}: there is no schema ${schema}`);
    if (valid(data)) return data;
    const faults = (valid.errors ?? []).map(
      (e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`,
    );
    throw new Error(`cannot read ${file}: ${faults.join('; ')}`);
  };
}

function yamlFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

function resolvePremises(premises) {
  const resolved = {};
  for (const name of Object.keys(premises).sort()) {
    const { like: _like, change: _change, ...rest } = premises[name];
    const request = requestOf(premises[name], premises, `premise ${name}`);
    resolved[name] = { ...rest, given: rest.given ?? {}, method: rest.method ?? 'NodeGetEnvVars', request };
  }
  return resolved;
}

function resolveCase(entry, premises) {
  if (entry.input !== undefined)
    throw new Error(
      `cannot resolve case ${entry.id}: it has an input, which no runner in another language can play`,
    );
  const { like: _like, change: _change, ...rest } = entry;
  const method = rest.method ?? 'NodeGetEnvVars';
  const request = requestOf(entry, premises, `case ${entry.id}`);
  return { ...rest, given: rest.given ?? {}, premises: rest.premises ?? [], method, request };
}

function requestOf({ request, like, change }, premises, user, seen = []) {
  if (request !== undefined) return request;
  if (seen.includes(like)) throw new Error(`cannot resolve ${user}: premise ${like} is like itself`);
  const base = premises[like];
  if (base === undefined) throw new Error(`cannot resolve ${user}: there is no premise ${like}`);
  return mergePatch(requestOf(base, premises, user, [...seen, like]), change ?? {});
}

// The same algorithm as src/merge-patch.ts, which a test holds against this one: scripts run before the build.
export function mergePatch(target, patch) {
  const result = { ...target };
  for (const [member, change] of Object.entries(patch)) {
    if (change === null) delete result[member];
    else if (isObject(change))
      result[member] = mergePatch(isObject(result[member]) ? result[member] : {}, change);
    else result[member] = change;
  }
  return result;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
