import { parseAllDocuments } from 'yaml';

/** A file that a recipe sets up beside its commands. */
export interface RecipeFile {
  readonly path: string;
  readonly text: string;
}

/** What a CI recipe does. */
export interface Recipe {
  readonly commands: readonly string[];
  readonly files: readonly RecipeFile[];
}

/**
 * The commands of a CI recipe: GitHub Actions, GitLab, a Kubernetes Job with its ConfigMap, or a Jenkinsfile.
 *
 * @throws Error when the YAML cannot be parsed
 */
export function recipeOf(language: string, text: string): Recipe {
  if (language === 'groovy') {
    return { commands: [...text.matchAll(/\bsh '([^']+)'/g)].map(([, command]) => command ?? ''), files: [] };
  }
  const documents = parseAllDocuments(text, { strict: true, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Tree;
  });
  return {
    commands: documents.flatMap((tree) => [
      ...each(tree.jobs).flatMap(({ steps }) => each(steps).flatMap(({ run }) => texts(run))),
      ...each(tree).flatMap(({ script }) => texts(script)),
      ...containersOf(tree).map(({ command, args }) => [...texts(command), ...texts(args)].join(' ')),
    ]),
    files: documents.flatMap((tree) =>
      tree.kind === 'ConfigMap'
        ? Object.entries(tree.data as Record<string, string>).map(([name, data]) => ({
            path: `etc/${String((tree.metadata as Tree).name)}/${name}`,
            text: data,
          }))
        : [],
    ),
  };
}

interface Tree {
  readonly [member: string]: unknown;
}

function containersOf(tree: Tree): Tree[] {
  const spec = (tree.spec as Tree | undefined)?.template as Tree | undefined;
  return each((spec?.spec as Tree | undefined)?.containers);
}

/** The objects in a list or an object. */
function each(value: unknown): Tree[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((one): one is Tree => typeof one === 'object' && one !== null);
}

function texts(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : [];
}
