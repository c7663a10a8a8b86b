import { act, renderHook } from '@testing-library/react';
import { useLoad } from './useLoad';

interface Waiting {
  answer: (text: string) => void;
  fail: () => void;
}

/** Loads by hand: what each key waits for, and every state that was drawn. */
function start(keepOld: boolean) {
  const waiting = new Map<string, Waiting>();
  const drawn: string[] = [];
  const load = (key: string) =>
    new Promise<string>((resolve, reject) => {
      waiting.set(key, { answer: resolve, fail: () => reject(new Error(`${key} failed`)) });
    });
  const { rerender } = renderHook(
    ({ name }) => {
      const { data, failure, loading } = useLoad(name, () => load(name), { keepOld });
      drawn.push([name, data ?? '-', failure ? 'failed' : '-', loading ? 'loading' : 'done'].join(' '));
    },
    { initialProps: { name: 'a' } },
  );
  const end = (how: (one: Waiting) => void, name: string) =>
    act(async () => {
      const one = waiting.get(name);
      if (one) how(one);
      await Promise.resolve();
    });
  return { drawn, end, show: (name: string) => rerender({ name }) };
}

it('never draws another thing as neither loading nor there', async () => {
  const { drawn, end, show } = start(false);
  await end(({ answer }) => answer('A'), 'a');
  show('b');
  await end(({ answer }) => answer('B'), 'b');
  expect(drawn[0]).toBe('a - - loading');
  expect(drawn).toContain('a A - done');
  expect(new Set(drawn.filter((state) => state.startsWith('b')))).toEqual(new Set(['b - - loading', 'b B - done']));
});

it('leaves the failure of one thing behind when another is shown', async () => {
  const { drawn, end, show } = start(false);
  await end(({ fail }) => fail(), 'a');
  expect(drawn.at(-1)).toBe('a - failed done');
  show('b');
  expect(drawn.at(-1)).toBe('b - - loading');
  await end(({ answer }) => answer('B'), 'b');
  expect(drawn.filter((state) => state.startsWith('b') && state.includes('failed'))).toEqual([]);
});

it('keeps the old data while the same thing is asked for in another way', async () => {
  const { drawn, end, show } = start(true);
  await end(({ answer }) => answer('A'), 'a');
  show('b');
  expect(drawn.at(-1)).toBe('b A - loading');
});
