import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import { Refusal } from './receive/http/refusal';
import type { Turns } from './receive/http/turns';
import { EncodingError, inflate, inflateAside } from './translate/encoding';
import { maskInSlices } from './translate/logs/maskInSlices';
import { maskLine, noMasks } from './translate/logs/masks';

/** What is smaller is masked at once, on this thread. */
const QUICK_BYTES = 64 * 1024;
const zip = promisify(gzip);

/**
 * Masks the secrets of a part of a log before it is kept, and gives it back compressed with gzip. What only earlier parts tell (values that the
 * job asked to mask) is masked by the digest. Large parts wait for their turn and are worked on in slices, so that others are served between.
 *
 * @throws Refusal (400, 413)
 */
export function logMasker(maxBytes: number, turn: Turns): (body: Buffer, encoding: string) => Promise<Buffer> {
  return async (body, encoding) => {
    const quick = quickly(body, encoding, Math.min(maxBytes, QUICK_BYTES));
    if (quick !== null) return gzipSync(masked(quick.toString('utf8').split('\n')));
    return turn(async () => {
      const bytes = await inflateAside(body, encoding, maxBytes).catch(refuse);
      if (bytes.length > maxBytes) throw tooLarge(maxBytes);
      return zip(await maskInSlices(bytes.toString('utf8').split('\n'), noMasks()));
    });
  };
}

/** The body, where it is small; null where it is not. */
function quickly(body: Buffer, encoding: string, limit: number): Buffer | null {
  if (body.length > limit) return null;
  try {
    return inflate(body, encoding, limit);
  } catch (error) {
    if (error instanceof EncodingError && error.problem === 'too_large') return null;
    return refuse(error);
  }
}

function masked(lines: readonly string[]): string {
  const state = noMasks();
  return lines.map((line) => maskLine(line, state)).join('\n');
}

const tooLarge = (maxBytes: number): Refusal =>
  new Refusal(413, `The part is larger than ${maxBytes} bytes when inflated.`, [
    'Send the log in parts: part=1, part=2, …, the last with final=true. `summit log` does.',
  ]);

function refuse(error: unknown): never {
  if (!(error instanceof EncodingError)) throw error;
  if (error.problem === 'too_large')
    throw new Refusal(413, error.message, ['Send the log in parts; `summit log` does.']);
  throw new Refusal(400, error.message);
}
