import * as Sentry from '@sentry/node';
import { readdir, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { failingCalls } from './shop';

/**
 * Records what the real Node SDK sends for errors of a small shop: `tsx bench/payloads/record.ts`. Breadcrumbs are added until an event is
 * 41 to 44 KB, the size of events of services that log well.
 */
const minBytes = 41_000;
const maxBytes = 44_000;

interface Recorded {
  name: string;
  bytes: number;
}

async function main(): Promise<void> {
  const received: Buffer[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push(req.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
      res.end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  Sentry.init({
    dsn: `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/1`,
    release: 'shop@1.4.2',
    environment: 'production',
    serverName: 'shop-0',
    maxBreadcrumbs: 400,
    normalizeDepth: 6,
  });

  for (const name of await readdir(__dirname)) if (name.endsWith('.envelope.gz')) await unlink(join(__dirname, name));
  const recorded: Recorded[] = [];
  for (const { name, fail } of failingCalls) {
    const envelope = await recordOne(fail, received);
    const file = `${String(recorded.length + 1).padStart(2, '0')}-${name}.envelope.gz`;
    await writeFile(join(__dirname, file), gzipSync(envelope, { level: 9 }));
    recorded.push({ name: file, bytes: envelope.length });
  }
  await Sentry.close(2_000);
  server.close();
  console.log(recorded.map(({ name, bytes }) => `${name} ${bytes}`).join('\n'));
}

/** Grows the trail of breadcrumbs until the envelope has the wanted size. */
async function recordOne(fail: () => void, received: Buffer[]): Promise<Buffer> {
  for (let crumbs = 20, tries = 0; tries < 20; tries++) {
    const envelope = await capture(fail, crumbs, received);
    if (envelope.length >= minBytes && envelope.length <= maxBytes) return envelope;
    crumbs = Math.max(1, crumbs + (Math.round((42_500 - envelope.length) / 330) || 1));
  }
  throw new Error('no number of breadcrumbs gives the wanted size');
}

async function capture(fail: () => void, crumbs: number, received: Buffer[]): Promise<Buffer> {
  received.length = 0;
  await Sentry.withIsolationScope(async (scope) => {
    Sentry.getIsolationScope().clearBreadcrumbs();
    scope.setUser({ id: String(1000 + crumbs), email: `user${crumbs}@example.test`, ip_address: '192.0.2.7' });
    scope.setTag('region', 'eu-1');
    scope.setTag('tier', 'web');
    scope.setContext('cart', { items: 3, total: 59.9, currency: 'EUR', coupon: null });
    for (let i = 0; i < crumbs; i++) Sentry.addBreadcrumb(breadcrumb(i));
    try {
      fail();
    } catch (error) {
      Sentry.captureException(error);
    }
    await Sentry.flush(2_000);
  });
  const envelope = received.find((body) => body.includes('"type":"event"'));
  if (!envelope) throw new Error('the SDK sent no event');
  return envelope;
}

function breadcrumb(i: number): Sentry.Breadcrumb {
  const paths = ['cart', 'stock', 'price', 'customer', 'payment', 'session'];
  const path = paths[i % paths.length] ?? 'cart';
  if (i % 3 === 0) {
    return {
      category: 'console',
      level: i % 9 === 0 ? 'warning' : 'info',
      message: `${path}: request ${i * 7919} took ${(i * 37) % 900} ms, ${(i * 13) % 50} rows, cache ${i % 2 === 0 ? 'hit' : 'miss'}`,
      data: { arguments: [path, i, { shard: i % 8, retry: i % 4 === 0 }], logger: 'console' },
    };
  }
  return {
    type: 'http',
    category: 'http',
    data: {
      'http.method': i % 5 === 0 ? 'POST' : 'GET',
      url: `http://${path}.shop.svc:8080/v1/${path}/${i * 104729}?expand=lines&page=${i % 7}`,
      status_code: i % 17 === 0 ? 503 : 200,
      'http.response_content_length': (i * 911) % 40_000,
      'server.address': `${path}.shop.svc`,
      duration_ms: (i * 37) % 900,
    },
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
