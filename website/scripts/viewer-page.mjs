/** The page of the report viewer. Its policy allows its own files and the style and script of a report, and none of the connections that a policy can forbid. */
export function viewerPage({ base, reportStyle, reportScript }) {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${reportScript}`,
    `style-src 'self' ${reportStyle}`,
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="description" content="Read a report of conformance in the browser; nothing is uploaded.">
<title>Report viewer | csi-env</title>
<link rel="icon" href="${base}favicon.svg">
<script src="${base}viewer/theme.js"></script>
${['sans-400', 'sans-600', 'mono-400'].map((name) => `<link rel="preload" as="font" type="font/woff2" crossorigin="anonymous" href="${base}fonts/${name}.woff2">`).join('\n')}
<link rel="stylesheet" href="${base}viewer/viewer.css">
</head>
<body>
<header class="bar"><div><a href="${base}">csi-env</a> <a href="${base}spec/">Specification</a> <a href="${base}guides/">Guides</a> <a href="${base}tool/">Tool</a> <a href="${base}evidence/">Evidence</a> <a href="${base}kep/">Proposal</a></div></header>
<main>
<h1>Report viewer</h1>
<p>Reads a report that <code>--reporter json</code> or <code>--reporter ndjson</code> wrote. The file is read in this page, and the page sends nothing of it anywhere. Its content security policy backs that up: it stops requests and sockets, forms, and whatever would be loaded from other hosts. It does not stop every way out that browsers have, such as a window that is opened or a peer connection; the page uses none.</p>
<div id="drop"><label for="file">Drop a report.json or an events.ndjson here, or choose one:</label><input type="file" id="file" accept=".json,.ndjson,.jsonl,application/json"></div>
<p id="status" role="status"></p>
<p id="notice" role="alert" hidden>This file carries no digest, so nothing shows that it is as a run wrote it.</p>
<iframe id="report" title="Report" sandbox="allow-scripts allow-popups" hidden></iframe>
</main>
<script src="${base}viewer/viewer.js"></script>
</body>
</html>
`;
}
