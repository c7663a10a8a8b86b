import { createServer } from 'node:net';
import { join } from 'node:path';
import { createBridgeApi } from '../seed/bridgeApi';
import { seed } from '../seed/seed';
import { publishGrafanaDashboards } from './grafanaDashboards';
import { publishServers } from './options';
import { startBridge, type RunningBridge } from './startBridge';

interface PreviewModule {
  startPreview: (options: {
    port: number;
    bridgeUrl: string;
    token: string;
    pluginsDist: string;
    dashboards: string[];
  }) => Promise<{ url: string; close: () => Promise<void> }>;
}

const root = join(__dirname, '../..');
const dashboards = [join(__dirname, '../dashboards'), join(root, 'dashboards/json')];

const isPreview = (value: unknown): value is PreviewModule =>
  typeof value === 'object' && value !== null && 'startPreview' in value;

/** A port of the loopback that nothing listens on. */
const closedPort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 1));
    });
  });

/** A bridge that the environment names, which then is that of the Grafana under test; else one of our own. */
const bridgeFor = async (): Promise<RunningBridge> => {
  const { BRIDGE_URL, BRIDGE_TOKEN } = process.env;
  return BRIDGE_URL && BRIDGE_TOKEN
    ? { url: BRIDGE_URL, token: BRIDGE_TOKEN, close: async () => undefined }
    : startBridge();
};

const startPreviews = async (bridge: RunningBridge) => {
  const module: unknown = await import(join(root, 'preview/host/dist/server.js'));
  if (!isPreview(module)) {
    throw new Error('preview/host is not built: run "npm run build" first');
  }
  const common = { port: 0, token: bridge.token, pluginsDist: join(root, 'plugins/dist'), dashboards };
  const [preview, broken] = await Promise.all([
    module.startPreview({ ...common, bridgeUrl: bridge.url }),
    module.startPreview({ ...common, bridgeUrl: `http://127.0.0.1:${await closedPort()}` }),
  ]);
  return { preview, broken };
};

/** Starts bridge and preview (or takes the Grafana of GRAFANA_URL), seeds the bridge through its doors, and stops all afterwards. */
const globalSetup = async (): Promise<() => Promise<void>> => {
  const { GRAFANA_URL } = process.env;
  const bridge = await bridgeFor();
  await seed(createBridgeApi(bridge)).catch(async (error: unknown) => {
    // Playwright calls no teardown when the setup fails.
    await bridge.close();
    throw error;
  });
  const { url: bridgeUrl, token } = bridge;
  if (GRAFANA_URL) {
    await publishGrafanaDashboards(GRAFANA_URL, dashboards.slice(0, 1));
    publishServers({ url: GRAFANA_URL, bridgeUrl, token, brokenUrl: null });
    return bridge.close;
  }
  const { preview, broken } = await startPreviews(bridge);
  publishServers({ url: preview.url, bridgeUrl, token, brokenUrl: broken.url });
  return async () => {
    await Promise.all([preview.close(), broken.close()]);
    await bridge.close();
  };
};

export default globalSetup;
