import type { IncomingMessage } from 'node:http';

/** Grafana's own content security policy template, without its news feed; so a page that it would break breaks here too. */
export const contentSecurityPolicy = (nonce: string, host: string): string =>
  [
    `script-src 'self' 'unsafe-eval' 'unsafe-inline' 'strict-dynamic' 'nonce-${nonce}'`,
    "object-src 'none'",
    "font-src 'self'",
    "style-src 'self' 'unsafe-inline' blob:",
    'img-src * data:',
    "base-uri 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "manifest-src 'self'",
    "media-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join(';');

const localNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Why a request is refused, or null. The Host check stops DNS rebinding, the Origin check stops other sites' pages. */
export const refusal = (request: IncomingMessage, port: number): string | null => {
  const allowed = localNames.map((name) => `${name}:${port}`);
  const { host, origin } = request.headers;
  if (host === undefined || !allowed.includes(host)) {
    return `The preview answers to ${allowed.join(', ')} only`;
  }
  if (origin !== undefined && !allowed.some((name) => origin === `http://${name}`)) {
    return 'The preview answers to its own pages only';
  }
  return null;
};
