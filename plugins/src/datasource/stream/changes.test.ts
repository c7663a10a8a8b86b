import { Observable } from 'rxjs';
import { withGrafana } from '../testing/bridge';
import { followChanges, type Change } from './changes';

type Packet = { status: number; chunk?: string };
const client = { baseUrl: 'api/datasources/proxy/uid/summit/api/v1' };

/** Each connection is one script: packets, then how it ends. */
const scripted = (scripts: { packets: Packet[]; end: 'open' | 'complete' | Error }[]) => {
  let connection = 0;
  let closed = 0;
  const requests = withGrafana(
    () => ({ data: null }),
    {},
    () =>
      new Observable((observer) => {
        const { packets, end } = scripts[connection++] ?? { packets: [], end: 'open' };
        packets.forEach((packet) => observer.next(packet));
        if (end instanceof Error) {
          observer.error(end);
        } else if (end === 'complete') {
          observer.complete();
        }
        return () => {
          closed += 1;
        };
      }),
  );
  return { requests, closed: () => closed };
};

const follow = () => {
  const changes: Change[] = [];
  const subscription = followChanges(client, { kinds: 'run' }).subscribe((change) => changes.push(change));
  return { changes, kinds: () => changes.map(({ kind }) => kind), subscription };
};

describe('following the stream', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks relative to the base of the page, with the filters', () => {
    const { requests } = scripted([{ packets: [], end: 'open' }]);
    follow();
    expect(requests[0]?.url).toBe('api/datasources/proxy/uid/summit/api/v1/stream?kinds=run');
  });

  it('gives events that chunks cut in two, and passes over what is no JSON', () => {
    scripted([
      {
        packets: [
          { status: 200, chunk: 'retry: 2000\n\ndata: {"type":' },
          { status: 200, chunk: '"reset"}\n\ndata: nonsense\n\n' },
        ],
        end: 'open',
      },
    ]);
    expect(follow().changes).toEqual([{ kind: 'open' }, { kind: 'event', event: { type: 'reset' } }]);
  });

  it('resumes after the last event when the stream ends, without calling it broken', async () => {
    const { requests } = scripted([
      { packets: [{ status: 200, chunk: 'id: 5-2\n: connected\n\n' }], end: 'complete' },
      { packets: [{ status: 200, chunk: ': beat\n\n' }], end: 'open' },
    ]);
    const { kinds } = follow();
    await jest.advanceTimersByTimeAsync(1000);
    expect(requests[1]?.headers).toMatchObject({ 'Last-Event-ID': '5-2' });
    expect(kinds()).toEqual(['open', 'open']);
  });

  it('names the hop when it fails, and tries later and later', async () => {
    const { requests } = scripted([
      { packets: [{ status: 502 }], end: 'complete' },
      { packets: [{ status: 400, chunk: 'Authentication to data source failed' }], end: 'complete' },
    ]);
    const { changes } = follow();
    await jest.advanceTimersByTimeAsync(1000);
    expect(changes).toMatchObject([
      { kind: 'broken', retryMs: 1000, error: { failure: { hop: 'Grafana to bridge' } } },
      { kind: 'broken', retryMs: 2000, error: { failure: { hop: 'token' } } },
    ]);
    await jest.advanceTimersByTimeAsync(1999);
    expect(requests).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(requests).toHaveLength(3);
  });

  it('takes a stream that falls silent as broken', async () => {
    const { closed } = scripted([{ packets: [{ status: 200, chunk: ': hi\n\n' }], end: 'open' }]);
    const { kinds } = follow();
    await jest.advanceTimersByTimeAsync(45_000);
    expect(kinds()).toEqual(['open', 'broken']);
    expect(closed()).toBe(1);
  });

  it('closes upstream and stops trying when no one follows', async () => {
    const { requests, closed } = scripted([{ packets: [{ status: 200, chunk: ': hi\n\n' }], end: 'open' }]);
    const { subscription } = follow();
    subscription.unsubscribe();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(closed()).toBe(1);
    expect(requests).toHaveLength(1);
  });
});
