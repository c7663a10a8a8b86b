import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bootData } from './bootData';
import { findDashboard } from './dashboards';
import { indexPage } from './page';
import { findPlugins } from './plugins';
import { proxyRequest } from './proxy';
import { contentSecurityPolicy, refusal } from './security';
import { sendFile } from './static';
import { APP_ID, reactVersions, type DataSourceSettings, type ReactVersion } from './types';

export interface PreviewOptions {
  /** 0 takes any free port. */
  port: number;
  /** The bridge as this machine reaches it, e.g. `http://127.0.0.1:4180`. */
  bridgeUrl: string;
  /** An API token; it stays in this process and is added to proxied requests. */
  token: string;
  /** The folder of the built plugins (`plugins/dist`). */
  pluginsDist: string;
  /** The folder of the built host bundles; by default beside this module. */
  hostDist?: string;
  /** Folders of dashboard JSON that `/d/<uid>` may show. */
  dashboards?: readonly string[];
}

export interface Preview {
  url: string;
  close: () => Promise<void>;
}

/** The npm package of @grafana/ui has a part of Grafana's icons: a ring stands for the others, open for the spinner. */
const ringIcon = (name: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${
    name === 'spinner' ? 'M12 2a10 10 0 1 1-10 10h3a7 7 0 1 0 7-7z' : 'M12 4a8 8 0 1 0 .01 0zm0 3a5 5 0 1 1-.01 0z'
  }"/></svg>`;

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** `/react19/a/…` → version and the rest; null when the path names no version. */
const splitVersion = (pathname: string): { version: ReactVersion; path: string } | null => {
  const version = reactVersions.find((name) => pathname === `/${name}` || pathname.startsWith(`/${name}/`));
  return version ? { version, path: pathname.slice(version.length + 1) || '/' } : null;
};

/** Starts the preview on loopback. Rejects when the plugins are not built or the port is taken. */
export const startPreview = async (options: PreviewOptions): Promise<Preview> => {
  const { token, pluginsDist, hostDist = join(__dirname, '.'), dashboards = [] } = options;
  const plugins = await findPlugins(pluginsDist);
  const dataSource: DataSourceSettings = {
    uid: 'summit',
    name: 'Summit',
    type: 'summit-bridge-datasource',
    jsonData: { apiUrl: options.bridgeUrl.replace(/\/+$/, '') },
    secureJsonData: { token },
  };
  const routes = plugins.get(dataSource.type)?.json.routes ?? [];
  const portOf = () => (server.address() as AddressInfo).port;

  const api = async (request: IncomingMessage, response: ServerResponse, path: string, search: string) => {
    const proxied = `/api/datasources/proxy/uid/${dataSource.uid}/`;
    if (path.startsWith(proxied)) {
      proxyRequest(request, response, dataSource, routes, path.slice(proxied.length), search);
      return;
    }
    if (path.startsWith('/api/dashboards/uid/')) {
      const dashboard = await findDashboard(dashboards, decodeURIComponent(path.slice('/api/dashboards/uid/'.length)));
      json(response, dashboard ? 200 : 404, dashboard ? { dashboard, meta: {} } : { message: 'Dashboard not found' });
      return;
    }
    if (path === `/api/plugins/${APP_ID}/settings`) {
      json(response, 200, { ...plugins.get(APP_ID)?.json, enabled: true, pinned: true, jsonData: {} });
      return;
    }
    json(response, 404, { message: 'Not found in the preview' });
  };

  const publicFile = async (response: ServerResponse, version: ReactVersion, path: string) => {
    const [, id = '', rest = ''] = /^\/public\/plugins\/([^/]+)\/(.*)$/.exec(path) ?? [];
    const folder = plugins.get(id)?.folder;
    const file = path.replace(/^\/public\/(build\/)?/, '');
    const icon = /^\/public\/build\/img\/icons\/\w+\/([\w-]+)\.svg$/.exec(path)?.[1];
    if (folder) {
      await sendFile(response, folder, rest);
    } else if (icon && !existsSync(join(hostDist, version, file))) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(ringIcon(icon));
    } else {
      await sendFile(response, join(hostDist, version), file);
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const refused = refusal(request, portOf());
    if (refused) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end(refused);
      return;
    }
    const { pathname, search } = new URL(request.url ?? '/', 'http://preview');
    const split = splitVersion(pathname);
    const { version, path } = split ?? { version: 'react18' as const, path: pathname };
    if (path.startsWith('/api/')) {
      await api(request, response, path, search);
    } else if (path.startsWith('/public/')) {
      await publicFile(response, version, decodeURIComponent(path));
    } else if (!split) {
      response.writeHead(302, { location: `/react18${pathname}${search}` }).end();
    } else {
      const nonce = randomBytes(16).toString('base64');
      const host = request.headers.host ?? '';
      const data = bootData(plugins, dataSource, version, `http://${host}`);
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy(nonce, host),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.end(indexPage(version, data, nonce));
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(error);
      json(response, 500, { message: 'The preview failed; its log says why' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
