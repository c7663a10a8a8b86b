import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const directory = join(__dirname, '../payloads');

/** Envelopes as the SDK sent them, each with an event id of its own, gzipped as the SDK would. */
export function makeBodies(count: number): Buffer[] {
  const recorded = readdirSync(directory)
    .filter((name) => name.endsWith('.envelope.gz'))
    .map((name) => gunzipSync(readFileSync(join(directory, name))).toString());
  return Array.from({ length: count }, (_, i) => {
    const text = recorded[i % recorded.length] ?? '';
    const id = /"event_id":"([0-9a-f]{32})"/.exec(text)?.[1] ?? '';
    return gzipSync(text.replaceAll(id, randomUUID().replaceAll('-', '')));
  });
}
