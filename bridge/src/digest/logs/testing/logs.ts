import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Database } from '../../../store/database';
import { sealWith } from '../../../store/sealed';
import { withInbox } from '../../../testing/inbox';
import type { DigestOptions } from '../../loop';
import { digestOptions } from '../../reports/testing/builds';
import { logHandler, type LogOptions } from '..';

const seal = sealWith(randomBytes(32));

/** A digest of runs and logs, to be worked off by hand. */
export function logDigest(
  db: Database,
  more: Partial<DigestOptions> = {},
  options: Partial<LogOptions> = {},
): DigestOptions {
  const usual = digestOptions(db, more);
  const logs = logHandler({
    seal,
    maxPartBytes: 16 << 20,
    maxBytes: 64 << 20,
    exportLines: null,
    issues: 'all',
    ...options,
  });
  return { ...usual, handlers: { ...usual.handlers, logs } };
}

export interface NewPart {
  tenant: string;
  run: string;
  text: string;
  job?: string;
  part?: number;
  final?: boolean;
}

/** Appends parts in this order, as the door does but for the masks. */
export async function appendParts(url: string, parts: readonly NewPart[]): Promise<void> {
  await withInbox(url, async (inbox) => {
    for (const { tenant, run, text, job = 'build', part, final } of parts)
      await inbox.append({
        tenant,
        source: 'log',
        projectId: null,
        hookId: null,
        encoding: 'gzip',
        meta: { run, job, part: part ?? 1, final: final ?? part === undefined },
        body: gzipSync(text),
      });
  });
}
