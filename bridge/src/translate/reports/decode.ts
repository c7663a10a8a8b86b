import { malformed, ReportError, tooLarge } from './error';
import { MAX_BYTES } from './limits';

/** How many bytes of an XML declaration are looked at for its encoding. */
const DECLARATION = 200;
const DECLARED = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

/**
 * A report's text: UTF-8 unless a byte order mark, the pattern of its first bytes or its XML declaration says otherwise.
 *
 * @throws {ReportError}
 */
export function decode(bytes: Buffer | string): string {
  if (bytes.length > MAX_BYTES) throw tooLarge(`The report is larger than ${MAX_BYTES / 1024 / 1024} MiB.`);
  const text = typeof bytes === 'string' ? bytes : decodeBytes(bytes);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function decodeBytes(bytes: Buffer): string {
  const archive = archiveOf(bytes);
  if (archive !== undefined) {
    throw new ReportError('unknown_format', `The report is ${archive}: upload the file that is in it.`);
  }
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed(`The report is written in ${encoding}, which is not known; write it in UTF-8.`);
  }
}

function archiveOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'compressed with gzip, but its upload did not say so';
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4 ? 'a ZIP archive' : undefined;
}

function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const declared = DECLARED.exec(bytes.toString('latin1', 0, DECLARATION))?.[1]?.toLowerCase() ?? 'utf-8';
  // Bytes that read as ASCII up to here cannot be UTF-16, whatever they say of themselves.
  return declared.startsWith('utf-16') || declared.startsWith('ucs') ? 'utf-8' : declared;
}
