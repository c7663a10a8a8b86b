import { answersInTime } from './answersInTime';

test('an answer is one, an error is none', async () => {
  expect(await answersInTime(async () => 1, 1_000)()).toBe(true);
  expect(await answersInTime(() => Promise.reject(new Error('away')), 1_000)()).toBe(false);
});

test('silence is no answer; what is silent is not asked again until it speaks', async () => {
  const asked: (() => void)[] = [];
  const answers = answersInTime(() => new Promise<void>((speak) => asked.push(speak)), 20);
  expect(await Promise.all([answers(), answers()])).toEqual([false, false]);
  expect(await answers()).toBe(false);
  expect(asked).toHaveLength(1);
  const waiting = answers();
  asked[0]?.();
  expect(await waiting).toBe(true);
  expect(await answers()).toBe(false);
  expect(asked).toHaveLength(2);
});
