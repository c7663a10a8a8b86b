import { deadLetterIds, listDeadLetters, readDeadLetter, replayDeadLetter } from '../digest/deadLetters';
import type { Database } from '../store/database';
import { inflate } from '../translate/encoding';

type Print = (line: string) => void;

const shownBytes = 64 * 1024;

/** One line for each dead letter, the newest first. */
export async function listCommand(db: Database, limit: number, print: Print): Promise<void> {
  const letters = await listDeadLetters(db, limit);
  if (letters.length === 0) print('there are no dead letters');
  for (const letter of letters) {
    const where = `${letter.tenant} ${letter.source}`;
    print(
      `${letter.id}  ${letter.failed_at.toISOString()}  ${where}  ${letter.bytes} bytes  ${letter.attempts} tries  ${oneLine(letter.reason)}`,
    );
  }
}

/** One dead letter whole, its body inflated where it can be. */
export async function showCommand(db: Database, id: number, print: Print): Promise<void> {
  const letter = await readDeadLetter(db, String(id));
  if (!letter) throw new Error(`there is no dead letter ${id}`);
  print(`id: ${letter.id}`);
  print(`tenant: ${letter.tenant}`);
  print(`source: ${letter.source}`);
  print(`received: ${letter.received_at.toISOString()}`);
  print(`failed: ${letter.failed_at.toISOString()} after ${letter.attempts} tries`);
  print(`reason: ${letter.reason}`);
  print(`meta: ${JSON.stringify(letter.meta)}`);
  print('');
  print(printable(bodyText(letter.body, letter.encoding)));
}

/** Puts dead letters back into the inbox; those that are not there are named. */
export async function replayCommand(db: Database, wanted: readonly number[] | 'all', print: Print): Promise<void> {
  const letters = await deadLetterIds(db, wanted === 'all' ? null : wanted.map(String));
  let replayed = 0;
  for (const { tenant, id } of letters)
    if (await db.transaction().execute((tx) => replayDeadLetter(tx, tenant, id))) replayed += 1;
  print(`${replayed} put back into the inbox`);
  const missing = wanted === 'all' ? [] : wanted.filter((id) => !letters.some((letter) => letter.id === String(id)));
  if (missing.length > 0) throw new Error(`there is no dead letter ${missing.join(', ')}`);
}

function bodyText(body: Buffer, encoding: string): string {
  try {
    return inflate(body, encoding, 64 * 1024 * 1024).toString('utf8', 0, shownBytes);
  } catch {
    return `(${body.length} bytes that are not valid ${encoding}) ${body.subarray(0, 256).toString('hex')}`;
  }
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').slice(0, 200);
}

/** What was sent must not drive the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
