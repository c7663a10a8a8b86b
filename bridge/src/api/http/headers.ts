import type { ServerResponse } from 'node:http';

/** The API is read by programs only: nothing may be framed, sniffed, cached or run. No CORS header: browsers come through Grafana's proxy. */
const safe: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function setSafeHeaders(response: ServerResponse, requestId: string): void {
  for (const [name, value] of Object.entries(safe)) response.setHeader(name, value);
  response.setHeader('x-request-id', requestId);
}
