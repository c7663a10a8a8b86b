/**
 * Builds the plugin bundle: one AMD module for each `plugin.json` under `src/` that has a `module.ts(x)` beside it, and lazy
 * chunks that all of them share.
 */
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { URLSearchParams } = require('node:url');
const { dirname, join, relative, resolve } = require('node:path');
const CopyPlugin = require('copy-webpack-plugin');

const root = __dirname;
const src = join(root, 'src');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const app = readJson(join(src, 'plugin.json'));
const { version } = readJson(join(root, 'package.json'));
const jsxRuntime = resolve(src, 'shared/jsxRuntime.ts');

/** The modules that Grafana 12.2.0 shares with plugins and that we use. `react/jsx-runtime` is shared only from 12.2.5: see `alias`. */
const shared = [
  '@emotion/css',
  '@emotion/react',
  '@grafana/data',
  '@grafana/runtime',
  '@grafana/ui',
  'i18next',
  'lodash',
  'moment',
  'react',
  'react-dom',
  'react-inlinesvg',
  'react-redux',
  'react-router',
  'redux',
  'rxjs',
  'rxjs/operators',
];

const filesUnder = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(directory, entry.name)) : [join(directory, entry.name)],
  );

/** Each entry first sets where its lazy chunks are fetched from: Grafana serves a nested plugin under an id of its own. */
const entries = () =>
  Object.fromEntries(
    filesUnder(src)
      .filter((file) => file.endsWith('/plugin.json'))
      .flatMap((file) => {
        const module = ['module.ts', 'module.tsx'].map((name) => join(dirname(file), name)).find(existsSync);
        if (!module) {
          return [];
        }
        const folder = relative(src, dirname(file));
        const query = new URLSearchParams({ app: app.id, id: readJson(file).id, folder });
        return [[join(folder, 'module'), [`${join(root, 'publicPath.js')}?${query}`, module]]];
      }),
  );

const fillIn = (content) =>
  content
    .toString()
    .replaceAll('%PLUGIN_ID%', app.id)
    .replaceAll('%VERSION%', version)
    .replaceAll('%TODAY%', new Date().toISOString().slice(0, 10));

module.exports = (env = {}) => ({
  context: root,
  mode: env.production ? 'production' : 'development',
  devtool: 'source-map',
  entry: entries(),
  externals: [{ 'amd-module': 'module' }, ...shared],
  resolve: {
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    alias: {
      '@summit/contracts$': resolve(root, '../contracts/src/index.ts'),
      'react/jsx-runtime$': jsxRuntime,
      'react/jsx-dev-runtime$': jsxRuntime,
    },
  },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        loader: 'swc-loader',
        options: {
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript', tsx: true },
            transform: { react: { runtime: 'automatic', development: false } },
          },
        },
      },
      { test: /\.m?js$/, resolve: { fullySpecified: false } },
      {
        test: /\.(png|jpe?g|gif|svg)$/,
        type: 'asset/resource',
        generator: { filename: 'img/[name]-[contenthash:8][ext]' },
      },
    ],
  },
  output: {
    clean: true,
    path: resolve(root, 'dist'),
    filename: '[name].js',
    chunkFilename: env.production ? 'chunks/[name]-[contenthash:8].js' : 'chunks/[name].js',
    library: { type: 'amd' },
    publicPath: `public/plugins/${app.id}/`,
    uniqueName: app.id,
  },
  performance: { hints: false },
  optimization: { minimize: Boolean(env.production), chunkIds: 'named' },
  plugins: [
    new CopyPlugin({
      patterns: [
        { from: '**/plugin.json', context: 'src', transform: fillIn },
        { from: '**/img/**', context: 'src', noErrorOnMissing: true },
        { from: '*/dashboards/*.json', context: 'src', noErrorOnMissing: true },
        { from: 'dashboards/*.json', context: 'src', noErrorOnMissing: true },
        { from: 'README.md', transform: fillIn },
        { from: 'CHANGELOG.md' },
        { from: '../LICENSE', to: 'LICENSE', toType: 'file', noErrorOnMissing: true },
      ],
    }),
  ],
  cache: { type: 'filesystem', cacheDirectory: resolve(root, '../node_modules/.cache/summit-plugins') },
});
