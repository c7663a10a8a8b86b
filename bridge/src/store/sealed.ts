import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataDirectory } from './dataDirectory';

const nonceBytes = 12;
const tagBytes = 16;

export interface Seal {
  seal(secret: Buffer): Buffer;
  /** Throws when the bytes were sealed with another key or changed. */
  open(sealed: Buffer): Buffer;
}

/** AES-256-GCM; a sealed secret is nonce, tag, ciphertext. */
export function sealWith(key: Buffer): Seal {
  return {
    seal(secret) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
      decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    },
  };
}

/** The key of this data directory, made on the first start. `wx` lets only one of two first starts make it. */
export async function keyOfDirectory(dataDirectory: string): Promise<Buffer> {
  await makeDataDirectory(dataDirectory);
  const file = join(dataDirectory, 'secret.key');
  const fresh = randomBytes(32).toString('hex');
  await writeFile(file, `${fresh}\n`, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${file} is not a key of 64 hex digits; restore it from a backup`);
  return Buffer.from(text, 'hex');
}
