import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { encodeLogs } from '../../bridge/src/emit/encode';
import type { EmitLog } from '../../bridge/src/emit/model';
import { byteaArray } from '../../bridge/src/store/binary';

interface Event {
  event_id: string;
  exception: {
    values: { type: string; value: string; stacktrace: { frames: { function?: string; in_app?: boolean }[] } }[];
  };
}

interface Read {
  inboxId: string;
  event: Event;
  hash: Buffer;
  title: string;
}

function read(row: { id: string; body: Buffer }): Read {
  const text = gunzipSync(row.body).toString();
  const event = JSON.parse(text.split('\n')[2] ?? '{}') as Event;
  const exception = event.exception.values[0];
  const hash = createHash('sha1').update(exception?.type ?? '');
  for (const frame of exception?.stacktrace.frames ?? []) if (frame.in_app) hash.update(frame.function ?? '?');
  return { inboxId: row.id, event, hash: hash.digest(), title: `${exception?.type}: ${exception?.value}` };
}

async function digest(client: Client): Promise<number> {
  await client.query('BEGIN');
  const { rows } = await client.query<{ id: string; body: Buffer }>({
    name: 'take',
    text: 'SELECT id, body FROM inbox ORDER BY id LIMIT 300 FOR UPDATE SKIP LOCKED',
  });
  if (rows.length === 0) {
    await client.query('COMMIT');
    return 0;
  }
  const events = rows.map(read);
  const fresh = await client.query<{ event_id: string }>({
    name: 'seen',
    text: 'INSERT INTO seen SELECT * FROM unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id',
    values: [events.map(({ event }) => event.event_id)],
  });
  const news = new Set(fresh.rows.map((row) => row.event_id.replaceAll('-', '')));
  const kept = events.filter(({ event }) => news.delete(event.event_id));
  const issues = new Map<string, { hash: Buffer; title: string; count: number }>();
  for (const { hash, title } of kept) {
    const issue = issues.get(hash.toString('hex'));
    if (issue) issue.count += 1;
    else issues.set(hash.toString('hex'), { hash, title, count: 1 });
  }
  const ordered = [...issues.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, issue]) => issue);
  await client.query({
    name: 'issues',
    text: `INSERT INTO issue AS i SELECT h, t, c, now() FROM unnest($1::bytea[], $2::text[], $3::bigint[]) AS u(h, t, c)
      ON CONFLICT (hash) DO UPDATE SET count = i.count + excluded.count, last_seen = excluded.last_seen`,
    values: [byteaArray(ordered.map((i) => i.hash)), ordered.map((i) => i.title), ordered.map((i) => i.count)],
  });
  await client.query({
    name: 'events',
    text: `INSERT INTO event SELECT u.e, u.h, now(), i.body FROM unnest($1::uuid[], $2::bytea[], $3::bigint[]) AS u(e, h, i)
      JOIN inbox i ON i.id = u.i`,
    values: [kept.map((k) => k.event.event_id), byteaArray(kept.map((k) => k.hash)), kept.map((k) => k.inboxId)],
  });
  const nowMs = Date.now();
  const logs = kept.map(({ title }): EmitLog => ({
    timeMs: nowMs,
    observedMs: nowMs,
    severity: 'error',
    body: title,
    attributes: { 'exception.type': title.split(':')[0] ?? '' },
  }));
  await client.query({
    name: 'outbox',
    text: 'INSERT INTO outbox (payload) VALUES ($1)',
    values: [Buffer.from(encodeLogs({ tenant: 'sketch', attributes: {} }, 'sketch', logs))],
  });
  await client.query({
    name: 'done',
    text: 'DELETE FROM inbox WHERE id = ANY($1::bigint[])',
    values: [rows.map((r) => r.id)],
  });
  await client.query('COMMIT');
  return rows.length;
}

async function main(): Promise<void> {
  const client = new Client({ connectionString: workerData as string });
  await client.connect();
  const state = { wake: () => undefined as void };
  parentPort?.on('message', () => state.wake());
  for (;;) {
    if ((await digest(client)) > 0) continue;
    await new Promise<void>((resolve) => {
      state.wake = resolve;
      setTimeout(resolve, 100);
    });
  }
}

void main();
