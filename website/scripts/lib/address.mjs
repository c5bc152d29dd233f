/** Where the site is served; `SITE_URL` and `SITE_BASE` change it for a preview or a mirror. */
export const siteUrl = process.env.SITE_URL ?? 'https://csi-env.dev';

/** The folder of the host that the site is served in, with slashes at both ends. */
export const siteBase = process.env.SITE_BASE ?? '/';
