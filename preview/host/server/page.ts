import type { ReactVersion } from './types';

/** JSON that cannot close the script element it stands in. */
const inlineJson = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');

/** The one HTML page: boot data and the host bundle of the React version. The theme is `?theme=`, else what was chosen last. */
export const indexPage = (version: ReactVersion, data: unknown, nonce: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Summit preview</title>
    <base href="/${version}/" />
    <link rel="icon" href="public/plugins/summit-observability-app/img/logo.svg" />
  </head>
  <body>
    <div id="reactRoot"></div>
    <link rel="stylesheet" href="public/build/main.css" />
    <style>
      body { margin: 0; }
      *, *::before, *::after { box-sizing: border-box; }
    </style>
    <script nonce="${nonce}">
      window.__grafana_public_path__ = '/${version}/public/';
      window.grafanaBootData = ${inlineJson(data)};
      window.grafanaBootData.user.theme =
        new URLSearchParams(location.search).get('theme') || localStorage.getItem('summit.preview.theme') || 'dark';
    </script>
    <script nonce="${nonce}" type="module" src="public/build/main.js"></script>
  </body>
</html>
`;
