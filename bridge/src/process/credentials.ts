import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { FirstCredentials } from '../store/tenants';

const Credentials = z.object({
  tenant: z.string(),
  projectId: z.string(),
  publicKey: z.string(),
  token: z.string(),
  dsn: z.string(),
});
export type Credentials = z.infer<typeof Credentials>;

export function dsnOf(publicUrl: string, publicKey: string, projectId: string): string {
  const url = new URL(publicUrl);
  return `${url.protocol}//${publicKey}@${url.host}${url.pathname.replace(/\/+$/, '')}/${projectId}`;
}

/** What people and scripts read of new credentials: the only time that the token is shown. */
export const credentialLines = (
  publicUrl: string,
  made: Pick<FirstCredentials, 'publicKey' | 'projectId' | 'token'>,
): string[] => [`dsn: ${dsnOf(publicUrl, made.publicKey, made.projectId)}`, `token: ${made.token}`];

/**
 * Keeps the first credentials beside the embedded database, readable by its owner alone, for `npm start` to show again. The DSN in it follows the
 * address, which may be another at the next start.
 */
export async function keepCredentials(
  directory: string,
  first: FirstCredentials | null,
  publicUrl: string,
): Promise<void> {
  const file = join(directory, 'credentials.json');
  const known = first ?? (await readCredentials(file));
  if (!known) return;
  const credentials: Credentials = {
    tenant: known.tenant,
    projectId: known.projectId,
    publicKey: known.publicKey,
    token: known.token,
    dsn: dsnOf(publicUrl, known.publicKey, known.projectId),
  };
  await writeFile(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
}

/** The root URL under which the bridge of an embedded database was started last; null when nothing tells it. */
export async function lastUrl(directory: string): Promise<string | null> {
  const known = await readCredentials(join(directory, 'credentials.json'));
  if (!known || !URL.canParse(known.dsn)) return null;
  const url = new URL(known.dsn);
  return `${url.origin}${url.pathname.replace(/\/[^/]*$/, '')}`;
}

async function readCredentials(file: string): Promise<Credentials | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = Credentials.safeParse(safeJson(text));
  return parsed.success ? parsed.data : null;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
