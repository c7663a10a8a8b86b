import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { cuts, partsOfLog } from './parts';

const name = { tenant: 't', run: 'github-1-1', job: '7', backfill: 'b', history: false };
const textsOf = async (log: string, partBytes: number): Promise<string[]> =>
  (await partsOfLog(Buffer.from(log), name, partBytes)).map(({ body }) => gunzipSync(body).toString('utf8'));

test('parts are the log again, none larger than asked for, each ending where a line does if one ends there', () => {
  const words = fc
    .array(fc.constantFrom('a', 'é', '漢', '😀', '\n', ' '), { maxLength: 60 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 20 }), (text, most) => {
      const log = Buffer.from(text);
      const parts = [...cuts(log, most)].map(([from, to]) => log.subarray(from, to));
      expect(Buffer.concat(parts).equals(log)).toBe(true);
      for (const [index, part] of parts.entries()) {
        expect(part.length).toBeLessThanOrEqual(most);
        expect(part.toString('utf8')).not.toContain('\ufffd');
        if (index < parts.length - 1 && part.includes(0x0a)) expect(part.at(-1)).toBe(0x0a);
      }
    }),
  );
});

test('are numbered from 1, and the last says that it is', async () => {
  const items = await partsOfLog(Buffer.from('one\ntwo\nthree\n'), { ...name, history: true }, 8);
  expect(items.map(({ source, encoding, meta }) => ({ source, encoding, ...meta }))).toEqual(
    [1, 2].map((part) => ({
      source: 'log',
      encoding: 'gzip',
      run: 'github-1-1',
      job: '7',
      part,
      final: part === 2,
      backfill: 'b',
      history: true,
    })),
  );
});

test('no part has a secret, also none that an earlier part asked to mask', async () => {
  const token = `ghp_${'aB3dE5gH7jK9'.repeat(3)}`;
  const texts = await textsOf(
    `::add-mask::hunter2hunter2\nuse ${token}\n${'x\n'.repeat(40)}it is hunter2hunter2\n`,
    64,
  );
  expect(texts.length).toBeGreaterThan(2);
  expect(texts.join('')).not.toMatch(/hunter2|aB3dE5/);
  expect(texts.join('')).toContain('it is ***\n');
});
