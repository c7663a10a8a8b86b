import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageServer {
  readonly url: string;
  readonly close: () => void;
}

const HTML = `<!doctype html><html style="font-size:14px"><body style="margin:0;font:14px sans-serif"><div id="root"></div><script src="/page.js"></script></body></html>`;

/** Serves the page on a free loopback port. */
export const servePage = (script: string): Promise<PageServer> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      const file = request.url === '/' ? HTML : request.url === '/page.js' ? script : undefined;
      response.statusCode = file === undefined ? 404 : 200;
      response.setHeader('content-type', request.url === '/' ? 'text/html; charset=utf-8' : 'text/javascript');
      response.end(file);
    });
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}/`, close: () => void server.close() });
    });
  });
