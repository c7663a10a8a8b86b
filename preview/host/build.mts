import { cp, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type OnLoadArgs, type Plugin } from 'esbuild';
import { reactVersions, type ReactVersion } from './server/types';

const host = dirname(fileURLToPath(import.meta.url));
const dist = join(host, 'dist');

/** Packages that must come from the React version's own workspace, whoever imports them, so that there is one copy of each. */
const singletons =
  /^(react|react-dom|react-router-dom|react-i18next|react-inlinesvg|i18next|rxjs|lodash|moment|@emotion\/\w+|@grafana\/(data|ui|runtime|schema|i18n|e2e-selectors))(\/.*)?$/;

/**
 * CommonJS packages with a default export that the `.mjs` files of @grafana import: in an `.mjs` esbuild gives the whole `exports` as
 * default, as Node does; Grafana's own build takes `exports.default`.
 */
const commonJs =
  /^(react-inlinesvg|react-custom-scrollbars-2|react-highlight-words|react-loading-skeleton|calculate-size|@rc-component\/picker)(\/.*)?$/;

const defaultOfCommonJs: Plugin = {
  name: 'default-of-commonjs',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: commonJs }, ({ path, importer, resolveDir }) =>
      importer.endsWith('.mjs') ? { path, namespace: 'commonjs', pluginData: resolveDir } : undefined,
    );
    onLoad(
      { filter: /.*/, namespace: 'commonjs' },
      ({ path, pluginData: resolveDir }: OnLoadArgs & { pluginData: string }) => ({
        contents: `export * from ${JSON.stringify(path)}; export { default } from ${JSON.stringify(path)};`,
        resolveDir,
      }),
    );
  },
};

/** Grafana's own fonts are on no npm package: their rules are left out, so that no page asks for them and the next font of each family is taken. */
const withoutGrafanaFonts: Plugin = {
  name: 'without-grafana-fonts',
  setup: ({ onLoad }) => {
    onLoad({ filter: /GlobalStyles[/\\]fonts\.mjs$/ }, () => ({
      contents: 'export const getFontStyles = () => [];',
    }));
  },
};

const fromWorkspace = (version: ReactVersion): Plugin => ({
  name: 'from-workspace',
  setup: ({ onResolve, resolve }) => {
    const workspace = join(host, '..', version);
    const require = createRequire(join(workspace, 'package.json'));
    onResolve({ filter: /^grafana-runtime-esm\// }, ({ path }) => ({
      path: join(dirname(require.resolve('@grafana/runtime/package.json')), 'dist/esm', path.slice(20)),
    }));
    onResolve({ filter: /^[^./]/ }, async (args) => {
      const ours = args.importer.startsWith(join(host, 'src'));
      if (args.pluginData === 'resolved' || !(ours || singletons.test(args.path))) {
        return undefined;
      }
      return resolve(args.path, { resolveDir: workspace, kind: args.kind, pluginData: 'resolved' });
    });
  },
});

const buildHost = async (version: ReactVersion) => {
  const outdir = join(dist, version);
  await build({
    entryPoints: { main: join(host, 'src/main.tsx') },
    outdir,
    bundle: true,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.ttf': 'file', '.woff2': 'file', '.woff': 'file' },
    plugins: [defaultOfCommonJs, withoutGrafanaFonts, fromWorkspace(version)],
    logLevel: 'warning',
  });
  const ui = dirname(createRequire(join(host, '..', version, 'package.json')).resolve('@grafana/ui/package.json'));
  await cp(join(ui, 'dist/public/img'), join(outdir, 'img'), { recursive: true });
};

const buildServer = () =>
  build({
    entryPoints: [join(host, 'server/server.ts')],
    outfile: join(dist, 'server.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await buildServer();
for (const version of reactVersions) {
  await buildHost(version);
}
