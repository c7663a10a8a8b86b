import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { NewArtifact } from '@summit/contracts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.apk', 'application/vnd.android.package-archive'],
  ['.css', 'text/css'],
  ['.csv', 'text/csv'],
  ['.deb', 'application/vnd.debian.binary-package'],
  ['.gz', 'application/gzip'],
  ['.html', 'text/html'],
  ['.jar', 'application/java-archive'],
  ['.js', 'text/javascript'],
  ['.json', 'application/json'],
  ['.log', 'text/plain'],
  ['.map', 'application/json'],
  ['.pdf', 'application/pdf'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.tar', 'application/x-tar'],
  ['.tgz', 'application/gzip'],
  ['.txt', 'text/plain'],
  ['.war', 'application/java-archive'],
  ['.wasm', 'application/wasm'],
  ['.whl', 'application/zip'],
  ['.xml', 'application/xml'],
  ['.zip', 'application/zip'],
  ['.zst', 'application/zstd'],
]);

/** By the end of the name; bytes of no known sort where that says nothing. */
export const mediaTypeOf = (file: string): string =>
  TYPES.get(path.extname(file).toLowerCase()) ?? 'application/octet-stream';

/** Size and digest of a file, read piece by piece: artifacts are larger than memory. */
export async function measure(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    hash.update(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Where a file is found: `{name}` stands for its name. @throws Error for what is no address of http or https */
export function urlOf(template: string | undefined, name: string): string | undefined {
  if (template === undefined) return undefined;
  const url = template.replaceAll('{name}', () => name.split('/').map(encodeURIComponent).join('/'));
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Error('--url is no address of http or https');
  return url;
}

/** What is told of one file. */
export async function describe(file: string, name: string, url: string | undefined): Promise<NewArtifact> {
  return { name, ...(await measure(file)), mediaType: mediaTypeOf(file), ...(url !== undefined && { url }) };
}
