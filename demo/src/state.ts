import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const Door = z.object({ id: z.string(), secret: z.string() });
const State = z.object({
  seed: z.string(),
  doors: z.object({ github: Door.optional(), grafana: Door.optional() }),
  /** Everything up to here is told, in milliseconds since the epoch; null before the first history is. */
  toldUntil: z.number().nullable(),
});

/** What the demo remembers of a bridge it fed: its doors with their secrets, and how far its story is told. */
export type State = z.infer<typeof State>;

/** The state in `file`, or null where there is none. Throws when there is something else in it. */
export async function readState(file: string): Promise<State | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = State.safeParse(jsonOf(text));
  if (!parsed.success) throw new Error(`${file} is not the demo's; move it away, or name another with --state`);
  return parsed.data;
}

/** Writes the state whole or not at all, readable by its owner alone: it holds secrets. */
export async function writeState(file: string, state: State): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, file);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
