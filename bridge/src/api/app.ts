import express, { type Express } from 'express';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticator, requireScope, type Authenticate } from './auth/authenticate';
import type { Caller } from './auth/caller';
import { identityVerifier, jwksUrlOf, remoteKeys } from './auth/grafanaIdentity';
import { orgBindings } from './auth/orgs';
import { tokenLookup } from './auth/tokens';
import { uploaderOf } from './auth/uploader';
import type { ApiDeps } from './deps';
import { ApiError } from './errors';
import { setSafeHeaders } from './http/headers';
import { readJson } from './http/json';
import { sendError, sendReply } from './http/send';
import { allRoutes } from './routes/all';
import type { Route } from './routes/route';
import { changeHub } from './stream/hub';

export interface Api {
  /** Serves the API; to be mounted behind the doors' fast path. */
  app: Express;
  routes: readonly Route[];
  /** Who an Authorization header speaks for at the door of uploads, which serves them before the app. */
  uploader(authorization: string | undefined): Promise<{ tenant: string; mayUpload: boolean } | null>;
  /** Streams look for changes at once instead of at their next poll. */
  wake(): void;
  /** Ends the streams' reader. The server that serves the app ends the connections. */
  close(): void;
}

/** Makes the API from what the rest of the bridge gives it. */
export function createApi(given: ApiDeps): Api {
  const deps: ApiDeps = {
    ...given,
    publicUrl: given.publicUrl.replace(/\/+$/, ''),
    grafana: given.grafana && { ...given.grafana, issuer: given.grafana.issuer.replace(/\/+$/, '') },
  };
  const tokens = tokenLookup(deps.db, deps.now);
  const orgs = orgBindings(deps.db, deps.now);
  const authenticate = authenticator({
    tokens,
    verifyIdentity: deps.grafana
      ? identityVerifier({
          issuer: deps.grafana.issuer,
          keys: remoteKeys(deps.grafana.jwksUrl ?? jwksUrlOf(deps.grafana.issuer)),
          now: deps.now,
        })
      : null,
    tenantOfOrg: (issuer, orgId) => orgs.tenantOf(issuer, orgId),
    refused: (reason) => deps.log.warn({ err: reason }, 'an identity in X-Grafana-Id was refused'),
  });
  const hub = changeHub({ db: deps.db, now: deps.now, log: deps.log, unreadable: deps.unreadable });
  const routes = allRoutes({ deps, tokens, orgs, authenticate, hub });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // No nested objects in queries: what is not a string or a list of strings does not exist.
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.use((request, response, next) => {
    const inbound = request.headers['x-request-id'];
    const requestId = typeof inbound === 'string' && /^[\w-]{8,64}$/.test(inbound) ? inbound : randomUUID();
    setSafeHeaders(response, requestId);
    next();
  });
  for (const route of routes) register(app, route, deps, authenticate);
  refuseOtherMethods(app, routes);
  app.use(() => {
    throw new ApiError(404, 'There is nothing at this address.');
  });
  app.use((error: unknown, request: IncomingMessage, response: ServerResponse, _next: (error: unknown) => void) => {
    sendError(error, request, response, deps.log);
  });
  return { app, routes, uploader: uploaderOf(tokens), wake: () => hub.wake(), close: () => hub.close() };
}

/** `{id}` of OpenAPI is `:id` to express. */
const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

function register(app: Express, route: Route, deps: ApiDeps, authenticate: Authenticate): void {
  app[route.method](expressPath(route.path), async (request, response) => {
    const start = performance.now();
    // Who calls is settled before anything of the call is read.
    const caller = route.access === 'public' ? null : await allowedCaller(request, route.access, authenticate);
    const body = route.method === 'get' || route.method === 'delete' ? undefined : await readJson(request);
    const reply = await route.handle(
      { params: request.params, query: request.query, body, headers: request.headers },
      caller,
    );
    sendReply(reply, route, response, deps);
    deps.log.info(
      {
        requestId: response.getHeader('x-request-id'),
        method: request.method,
        route: route.path,
        status: response.statusCode,
        ms: Math.round(performance.now() - start),
        tenant: caller?.tenant,
        actor: caller?.actor,
      },
      'api request',
    );
  });
}

async function allowedCaller(
  request: IncomingMessage,
  scope: Exclude<Route['access'], 'public'>,
  authenticate: Authenticate,
): Promise<Caller> {
  const caller = await authenticate(request.headers);
  requireScope(caller, scope);
  return caller;
}

function refuseOtherMethods(app: Express, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    app.all(expressPath(path), () => {
      throw new ApiError(405, `This address takes ${methods.join(', ')}.`, [], { allow: methods.join(', ') });
    });
  }
}
