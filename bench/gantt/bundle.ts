import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

const repository = join(__dirname, '../..');
const react18 = createRequire(join(repository, 'preview/react18/package.json'));

/** Bundles the page with the chart from its source, optimised as the plugin is. */
export const bundlePage = async (): Promise<string> => {
  const result = await build({
    entryPoints: [join(__dirname, 'page.tsx')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    jsx: 'automatic',
    target: 'es2022',
    logLevel: 'error',
    logLimit: 5,
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff2': 'dataurl', '.css': 'empty' },
    // @grafana/ui asks for version 5, the plugins have 6: Grafana itself brings both.
    alias: { 'react-router-dom': dirname(react18.resolve('react-router-dom/package.json')) },
    nodePaths: [join(repository, 'node_modules')],
  });
  const [file] = result.outputFiles;
  if (!file) {
    throw new Error('esbuild wrote nothing');
  }
  return file.text;
};
