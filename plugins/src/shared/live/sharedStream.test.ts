import type { StreamEvent } from '@summit/contracts';
import { Subject } from 'rxjs';
import type { Change } from '../../datasource/stream/changes';
import { BridgeError } from '../../datasource/client';
import { failureOf } from '../../datasource/health/hops';
import { sharedStream, type LiveState } from './sharedStream';

const broken: Change = { kind: 'broken', error: new BridgeError(failureOf(502, null), 502), retryMs: 1000 };
const changed: Change = { kind: 'event', event: { type: 'reset' } };

function set() {
  const connections: Subject<Change>[] = [];
  const visible = new Subject<boolean>();
  const stream = sharedStream(() => {
    const connection = new Subject<Change>();
    connections.push(connection);
    return connection;
  }, visible);
  const events: StreamEvent['type'][] = [];
  const states: LiveState[] = [];
  stream.state.subscribe((state) => states.push(state));
  const subscription = stream.events.subscribe(({ type }) => events.push(type));
  visible.next(true);
  return { connections, visible, stream, events, states, subscription };
}

test('listeners share one connection', () => {
  const { connections, stream, visible } = set();
  stream.events.subscribe();
  visible.next(true);
  expect(connections).toHaveLength(1);
});

test('the first opening is no reset, an opening after a break is one', () => {
  const { connections, events, states } = set();
  connections[0]?.next({ kind: 'open' });
  expect(events).toEqual([]);
  connections[0]?.next(changed);
  expect(events).toEqual(['reset']);
  connections[0]?.next(broken);
  connections[0]?.next({ kind: 'open' });
  expect(events).toEqual(['reset', 'reset']);
  expect(states).toEqual(['connecting', 'open', 'broken', 'open']);
});

test('a hidden page lets go of the connection and reloads when it is seen again', () => {
  const { connections, visible, events } = set();
  visible.next(false);
  expect(connections[0]?.observed).toBe(false);
  visible.next(true);
  expect(connections).toHaveLength(2);
  expect(events).toEqual(['reset']);
});

test('the last listener closes the connection, a moment later', () => {
  jest.useFakeTimers();
  const { connections, subscription } = set();
  subscription.unsubscribe();
  expect(connections[0]?.observed).toBe(true);
  jest.advanceTimersByTime(2000);
  expect(connections[0]?.observed).toBe(false);
  jest.useRealTimers();
});
