import { LoadingState, type DataFrame, type DataQueryResponse } from '@grafana/data';
import { Subject } from 'rxjs';
import { BridgeError } from '../client';
import { frameOf } from '../../shared/frames/columns';
import { failureOf } from '../health/hops';
import type { Change } from './changes';
import { liveFrames } from './live';

const settle = () => jest.advanceTimersByTimeAsync(0);
const frames = (name: string): DataFrame[] => [frameOf('A', name, [], [], {})];
const open: Change = { kind: 'open' };
const reset: Change = { kind: 'event', event: { type: 'reset' } };
const broken: Change = { kind: 'broken', error: new BridgeError(failureOf(502, null), 502), retryMs: 2000 };

const follow = (load: () => Promise<DataFrame[]>) => {
  const changes = new Subject<Change>();
  const answers: DataQueryResponse[] = [];
  const subscription = liveFrames('A', load, changes).subscribe((answer) => answers.push(answer));
  return { changes, answers, subscription };
};

describe('a live result', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('shows the list before the stream is open', async () => {
    const { answers } = follow(async () => frames('first'));
    await settle();
    expect(answers.map(({ state, data, key }) => [key, state, data.length])).toEqual([
      ['A', LoadingState.Streaming, 1],
    ]);
  });

  it('reads a burst of changes twice: at once, and when it is over', async () => {
    const load = jest.fn(async () => frames('x'));
    const { changes } = follow(load);
    await settle();
    for (let i = 0; i < 50; i++) {
      changes.next(reset);
    }
    await jest.advanceTimersByTimeAsync(2000);
    expect(load).toHaveBeenCalledTimes(1 + 2);
  });

  it('keeps the last result with a notice while the stream is broken, and reads again when it is back', async () => {
    const { changes, answers } = follow(async () => frames('list'));
    await settle();
    changes.next(broken);
    expect(answers.at(-1)?.data[0]?.meta?.notices).toEqual([
      { severity: 'warning', text: expect.stringContaining('Grafana cannot reach the bridge') },
    ]);
    changes.next(open);
    await settle();
    expect(answers.at(-1)?.data[0]?.meta?.notices).toBeUndefined();
  });

  it('goes on after a list that could not be read', async () => {
    let fails = true;
    const { changes, answers } = follow(async () => {
      if (fails) {
        throw new Error('no answer');
      }
      return frames('list');
    });
    await settle();
    expect(answers.at(-1)).toMatchObject({ state: LoadingState.Error, errors: [{ message: 'no answer', refId: 'A' }] });
    fails = false;
    changes.next(open);
    await settle();
    expect(answers.at(-1)).toMatchObject({ state: LoadingState.Streaming });
  });

  it('stops following when the panel goes', () => {
    const { changes, subscription } = follow(async () => frames('list'));
    subscription.unsubscribe();
    expect(changes.observed).toBe(false);
  });
});
