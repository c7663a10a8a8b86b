import { takeTurns } from './turns';

const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

test('one piece of work at a time, each followed by a rest as long; failures hold nobody up', async () => {
  const turn = takeTurns(10);
  const log: string[] = [];
  const spans: { from: number; to: number }[] = [];
  const work = (name: string, fails = false) =>
    turn(async () => {
      log.push(`${name} begins`);
      const from = performance.now();
      await sleep(30);
      spans.push({ from, to: performance.now() });
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const [a, b, c] = await Promise.allSettled([work('a'), work('b', true), work('c')]);
  expect([a?.status, b?.status, c?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  const rests = spans.slice(1).map(({ from }, n) => from - (spans[n]?.to ?? 0));
  for (const rest of rests) expect(rest).toBeGreaterThan(20);
});

test('more than may wait is told to come again', async () => {
  const turn = takeTurns(2);
  const [first, second, third] = [1, 2, 3].map(() => turn(() => sleep(10)));
  await expect(third).rejects.toMatchObject({ status: 503 });
  await Promise.all([first, second]);
  await expect(turn(() => Promise.resolve('again'))).resolves.toBe('again');
});
