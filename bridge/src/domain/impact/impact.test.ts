import { beganAt, impactOf, windowsAround } from './index';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const deployment = { createdAt: 95 * MINUTE, finishedAt: 100 * MINUTE };

describe('windows around a deployment', () => {
  test('are equally long and leave out the time that it took', () => {
    expect(windowsAround(deployment, null, 100 * HOUR, HOUR)).toEqual({
      before: { from: 35 * MINUTE, to: 95 * MINUTE },
      after: { from: 100 * MINUTE, to: 160 * MINUTE },
      cutBy: 'length',
    });
  });

  test('end with the next deployment, and with now', () => {
    const next = { createdAt: 120 * MINUTE, finishedAt: 130 * MINUTE };
    expect(windowsAround(deployment, next, 100 * HOUR, HOUR)).toEqual({
      before: { from: 75 * MINUTE, to: 95 * MINUTE },
      after: { from: 100 * MINUTE, to: 120 * MINUTE },
      cutBy: 'next_deployment',
    });
    expect(windowsAround(deployment, next, 110 * MINUTE, HOUR)).toMatchObject({
      after: { to: 110 * MINUTE },
      cutBy: 'now',
    });
  });

  test('that are too short are none', () => {
    expect(windowsAround(deployment, null, 104 * MINUTE, HOUR)).toBeNull();
    expect(windowsAround(deployment, null, 105 * MINUTE, HOUR)).not.toBeNull();
    expect(windowsAround(deployment, null, 0, HOUR)).toBeNull();
    expect(windowsAround(deployment, { createdAt: 98 * MINUTE, finishedAt: 101 * MINUTE }, HOUR * 9, HOUR)).toBeNull();
  });

  test('what waited for a day began an hour before its end at most', () => {
    expect(beganAt({ createdAt: 0, finishedAt: 24 * HOUR })).toBe(23 * HOUR);
    expect(beganAt({ createdAt: 5, finishedAt: 3 })).toBe(3);
  });
});

describe('the verdict', () => {
  const each = (count: number) => Array.from({ length: 12 }, () => count);
  test.each([
    ['worse', each(1), each(4)],
    ['better', each(4), each(1)],
    ['no_difference', each(2), each(2)],
    ['too_little_data', each(0), each(0)],
    ['too_little_data', each(0), [3, ...each(0).slice(1)]],
    // Everything at once, and nothing before or after: one thing happened, once.
    ['too_little_data', each(0), [900, ...each(0).slice(1)]],
    ['worse', each(0), each(1)],
  ])('%s', (verdict, before, after) => {
    expect(impactOf(before, after).verdict).toBe(verdict);
  });

  test('comes with the ratio and its interval, null where it has no bound', () => {
    expect(impactOf(each(1), each(4))).toMatchObject({ ratio: 4, dispersion: 1 });
    const { low, high, ratio } = impactOf(each(0), each(1));
    expect([ratio, high]).toEqual([null, null]);
    expect(low).toBeGreaterThan(1);
    expect(impactOf(each(0), each(0))).toEqual({
      verdict: 'too_little_data',
      ratio: null,
      low: null,
      high: null,
      dispersion: null,
    });
  });
});
