import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { fillTemplate, matchRoute, targetOf } from './routes';
import type { DataSourceSettings, ProxyRoute } from './types';

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const removedFromRequest = new Set([
  ...hopByHop,
  'host',
  'cookie',
  'authorization',
  'x-ds-authorization',
  'origin',
  'referer',
]);
const removedFromAnswer = new Set([...hopByHop, 'set-cookie', 'server', 'alt-svc', 'strict-transport-security']);

const without = (headers: IncomingHttpHeaders, removed: ReadonlySet<string>): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !removed.has(name)));

const end = (response: ServerResponse, status: number, text = ''): void => {
  if (!response.headersSent) {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  }
  response.end(text);
};

/**
 * Grafana's data source proxy, as far as our data source meets it: the first matching route, its headers added here and not in
 * the page, cookies stripped, an upstream 401 turned into 400, 502 for what cannot be reached; answers stream as they arrive.
 */
export const proxyRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  settings: DataSourceSettings,
  routes: readonly ProxyRoute[],
  path: string,
  search: string,
): void => {
  const route = matchRoute(routes, request.method ?? 'GET', decodeURIComponent(path));
  const target = route ? targetOf(route, settings, path, search) : null;
  if (!route || !target) {
    // Grafana sends it to the data source's own url, which is empty.
    end(response, 502);
    return;
  }
  const added = (route.headers ?? []).map(({ name, content }): [string, string] => [
    name.toLowerCase(),
    fillTemplate(content, settings),
  ]);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const upstream = send(target, {
    method: request.method,
    headers: { ...without(request.headers, removedFromRequest), ...Object.fromEntries(added) },
  });
  upstream.on('response', (answer) => {
    if (answer.statusCode === 401) {
      answer.resume();
      end(response, 400, 'Authentication to data source failed');
      return;
    }
    response.writeHead(answer.statusCode ?? 502, {
      ...without(answer.headers, removedFromAnswer),
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    response.flushHeaders();
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  upstream.on('error', () => end(response, 502));
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
};
