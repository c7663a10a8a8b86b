import { createServer } from 'node:http';
import { z } from 'zod';
import { hashSecret, newSecret } from '../auth/secret';
import { createApi } from '../app';
import type { ApiDeps } from '../deps';
import { tellOnce } from '../unreadable';
import type { Database } from '../../store/database';
import { tableBlobs } from '../../store/blobs';

export interface TestApi {
  url: string;
  routes: ReturnType<typeof createApi>['routes'];
  wake(): void;
  /** What the API logged, newest last. */
  logged: { level: string; fields: object; message: string }[];
  keysChanged(): number;
  /** Kinds of rows that were counted as breaking their contract. */
  unreadable(): readonly string[];
  get(path: string, token: string, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, token: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

const Link = z.object({ kind: z.string(), id: z.string() });
const Item = z.object({ id: z.string(), shortId: z.string().default('') });
const Span = z.object({ kind: z.string(), name: z.string(), spanId: z.string() });

const parsed = (text: string): unknown => JSON.parse(text);

/** Parts of answers that several tests read; each throws when the answer has no such part. */
export const itemsOf = (answer: Answer) =>
  z.object({ items: z.array(Item), next: z.string().nullable() }).parse(answer.body);
export const idsOf = (answer: Answer): string[] => itemsOf(answer).items.map((item) => item.id);
export const causesOf = (answer: Answer): string[] =>
  z.object({ causes: z.array(z.string()) }).parse(answer.body).causes;
export const linksOf = (answer: Answer) =>
  z.object({ ledHere: z.array(Link), followed: z.array(Link) }).parse(answer.body);
export const spansIn = (answer: Answer) => z.object({ spans: z.array(Span) }).parse(answer.body).spans;
export const textIn = (answer: Answer, field: string): string =>
  z
    .record(z.string(), z.unknown())
    .transform((body) => z.string().parse(body[field]))
    .parse(answer.body);

/** The API on a port of its own over a real database; answers are checked against their schemas. */
export async function startTestApi(db: Database, given: Partial<ApiDeps> = {}): Promise<TestApi> {
  const logged: TestApi['logged'] = [];
  const state = { keysChanged: 0, unreadable: new Array<string>() };
  const log = (level: string) => (fields: object, message: string) => void logged.push({ level, fields, message });
  const toLog = { info: log('info'), warn: log('warn'), error: log('error') };
  const api = createApi({
    db,
    blobs: tableBlobs(),
    now: () => new Date(),
    log: toLog,
    version: '0.0.0-test',
    publicUrl: 'http://bridge.test:4180',
    retentionDays: 90,
    rollbackAllowPrivate: false,
    rollbackAsksMetrics: false,
    grafana: null,
    backends: { otlp: null, loki: null, tempo: null, mimir: null, pyroscope: null },
    metrics: async () => '# none\n',
    notReady: async () => [],
    seal: (secret) => Buffer.concat([Buffer.from('sealed:'), secret]),
    backfill: {
      checkUrl: (_provider, url) => ({ url: url ?? 'https://git.test' }),
      problemOfName: () => null,
      firstTask: () => ({ kind: 'runs' }),
    },
    keysChanged: async () => void state.keysChanged++,
    replay: async () => false,
    openEvent: () => {
      throw new Error('this test opens no events');
    },
    unreadable: tellOnce(toLog, (kind) => void state.unreadable.push(kind)),
    checkAnswers: true,
    ...given,
  });
  const server = createServer((request, response) => void api.app(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const send: TestApi['send'] = async (method, path, token, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: json ? parsed(text) : text,
    };
  };
  return {
    url,
    routes: api.routes,
    wake: () => api.wake(),
    logged,
    keysChanged: () => state.keysChanged,
    unreadable: () => state.unreadable,
    get: (path, token, headers) => send('GET', path, token, undefined, headers),
    send,
    async close() {
      api.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface NewTestToken {
  kind?: 'service' | 'grafana';
  scopes?: readonly string[];
  expiresAt?: Date;
  revokedAt?: Date;
  name?: string;
}

/** Makes a token of a tenant, and the tenant when it is new. */
export async function createTestToken(db: Database, tenant: string, wanted: NewTestToken = {}): Promise<string> {
  const secret = newSecret();
  await db
    .insertInto('tenant')
    .values({ id: tenant, name: tenant })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto('token')
    .values({
      tenant,
      name: wanted.name ?? 'test',
      kind: wanted.kind ?? 'service',
      scopes: wanted.scopes ?? ['read', 'write', 'admin'],
      hash: hashSecret(secret),
      expires_at: wanted.expiresAt ?? null,
      revoked_at: wanted.revokedAt ?? null,
    })
    .execute();
  return secret;
}
