import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyOfDirectory, sealWith } from './sealed';

const key = Buffer.alloc(32, 1);

describe('sealed secrets', () => {
  test('open to what was sealed, and look different each time', () => {
    const { seal, open } = sealWith(key);
    const secret = Buffer.from('s3cret');
    expect(open(seal(secret))).toEqual(secret);
    expect(seal(secret)).not.toEqual(seal(secret));
  });

  test('do not open with another key, or when any byte changed', () => {
    const sealed = sealWith(key).seal(Buffer.from('s3cret'));
    expect(() => sealWith(Buffer.alloc(32, 2)).open(sealed)).toThrow();
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => sealWith(key).open(changed)).toThrow();
    }
  });

  test('the key of a data directory is made once, for its owner alone, and a damaged one is refused', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'summit-key-'));
    const [first, second] = await Promise.all([keyOfDirectory(directory), keyOfDirectory(directory)]);
    expect(first).toEqual(second);
    expect((await stat(join(directory, 'secret.key'))).mode & 0o777).toBe(0o600);
    await writeFile(join(directory, 'secret.key'), 'short');
    await expect(keyOfDirectory(directory)).rejects.toThrow('restore it');
    await rm(directory, { recursive: true });
  });
});
