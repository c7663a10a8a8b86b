import type { LogLines } from '@summit/contracts';
import { createLineStore, PAGE_LINES } from './lineStore';

/** A bridge that answers when it is told to. */
function start(total: number) {
  const asked: { from: number; answer: (lines?: number) => Promise<void>; fail: () => Promise<void> }[] = [];
  const store = createLineStore(
    (from, count) =>
      new Promise<LogLines>((resolve, reject) => {
        const settle = async (done: () => void) => {
          done();
          for (let turn = 0; turn < 4; turn++) await Promise.resolve();
        };
        asked.push({
          from,
          answer: (has = total) =>
            settle(() =>
              resolve({
                from,
                total: has,
                lines: Array.from({ length: Math.max(0, Math.min(count, has - from + 1)) }, (_, n) => ({
                  at: null,
                  text: `line ${from + n}`,
                })),
              }),
            ),
          fail: () => settle(() => reject(new Error('no answer'))),
        });
      }),
  );
  store.setTotal(total);
  return { store, asked, froms: () => asked.map(({ from }) => from) };
}

test('loads the pages of the lines that are looked at, each once', async () => {
  const { store, asked, froms } = start(5000);
  let told = 0;
  store.subscribe(() => told++);
  store.want([990, 1010]);
  store.want([990, 1010]);
  expect(froms()).toEqual([1, 1001]);
  await asked[1]?.answer();
  expect(store.line(1001)?.text).toBe('line 1001');
  expect(store.line(990)).toBeUndefined();
  expect(told).toBe(1);
});

test('few at once, and what is looked at now before what was', async () => {
  const { store, asked, froms } = start(100_000);
  store.want([1, 1001, 2001, 3001, 4001]);
  expect(froms()).toEqual([1, 1001, 2001]);
  store.want([90_001]);
  await asked[0]?.answer();
  expect(froms()).toEqual([1, 1001, 2001, 90_001]);
});

test('the last page is loaded again when the log has grown', async () => {
  const { store, asked, froms } = start(10);
  store.want([1, 10]);
  await asked[0]?.answer(10);
  store.setTotal(12);
  expect(froms()).toEqual([1, 1]);
  expect(store.line(10)?.text).toBe('line 10');
  await asked[1]?.answer(12);
  expect(store.line(12)?.text).toBe('line 12');
});

test('does not ask for ever where the bridge has fewer lines than it said', async () => {
  const { store, asked } = start(100);
  store.want([1]);
  await asked[0]?.answer(50);
  await asked[1]?.answer(50);
  expect(asked).toHaveLength(2);
});

test('a failure stops the loading until it is tried again', async () => {
  const { store, asked, froms } = start(5000);
  store.want([1]);
  await asked[0]?.fail();
  expect(store.failure()).toEqual(new Error('no answer'));
  store.want([2001]);
  expect(froms()).toEqual([1]);
  store.retry();
  expect(store.failure()).toBeUndefined();
  expect(froms()).toEqual([1, 2001]);
});

test('keeps what was looked at last, and forgets what was long ago', async () => {
  const { store, asked } = start(200 * PAGE_LINES);
  for (let page = 0; page < 130; page++) {
    store.want([page * PAGE_LINES + 1]);
    await asked.at(-1)?.answer();
  }
  expect(store.line(1)).toBeUndefined();
  expect(store.line(129 * PAGE_LINES + 1)?.text).toBe(`line ${129 * PAGE_LINES + 1}`);
});

test('a log that became shorter is another one: an answer of the old is thrown away', async () => {
  const { store, asked } = start(3000);
  store.want([1]);
  store.setTotal(20);
  await asked[0]?.answer(3000);
  expect(store.line(1)).toBeUndefined();
  await asked[1]?.answer(20);
  expect(store.line(20)?.text).toBe('line 20');
});
