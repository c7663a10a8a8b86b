import { Refusal } from './refusal';

const known = new Set(['gzip', 'deflate', 'br', 'zstd']);
/** No compression, in the words of old SDKs: an empty value (Ruby 5), UTF-8 (Android). */
const none = new Set(['', 'utf-8', 'identity']);

/** The one Content-Encoding of a request, '' for none. Several layers are refused: each would be inflated for nothing. */
export function contentEncoding(header: string | undefined): string {
  if (header === undefined) return '';
  const layers = header
    .split(',')
    .map((value) => value.trim().toLowerCase())
    .filter((value) => !none.has(value));
  const [layer] = layers;
  if (layers.length > 1) throw new Refusal(400, 'Only one Content-Encoding is accepted.');
  if (layer === undefined) return '';
  if (layer === 'x-gzip') return 'gzip';
  if (!known.has(layer)) throw new Refusal(400, 'Content-Encoding must be gzip, deflate, br or zstd.');
  return layer;
}
