import { join, resolve } from 'node:path';
import { startPreview } from './startPreview';

export { startPreview, type Preview, type PreviewOptions } from './startPreview';

const main = async () => {
  const { PORT = '4181', BRIDGE_URL = 'http://127.0.0.1:4180', BRIDGE_TOKEN, PLUGINS_DIST, DASHBOARDS } = process.env;
  if (!BRIDGE_TOKEN) {
    console.error('BRIDGE_TOKEN is not set: give the preview an API token of the bridge');
    process.exitCode = 1;
    return;
  }
  // This file is built to preview/host/dist.
  const root = resolve(__dirname, '../../..');
  const preview = await startPreview({
    port: Number(PORT),
    bridgeUrl: BRIDGE_URL,
    token: BRIDGE_TOKEN,
    pluginsDist: PLUGINS_DIST ?? join(root, 'plugins/dist'),
    dashboards: (DASHBOARDS ?? join(root, 'dashboards')).split(':'),
  });
  console.log(`ready: ${preview.url}`);
  const stop = () => void preview.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
