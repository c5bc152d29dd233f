import { fileURLToPath } from 'node:url';

/** The folder of the site. */
export const website = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of the repository. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** What `npm run generate` writes; git does not know it. */
export const generated = fileURLToPath(new URL('../../.generated/', import.meta.url));
