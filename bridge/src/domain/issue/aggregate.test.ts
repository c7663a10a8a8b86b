import fc from 'fast-check';
import { aggregate, type Occurrence } from './aggregate';

const occurrence = fc.record<Occurrence>({
  occurredMs: fc.integer({ min: 0, max: 20 * 3_600_000 }),
  level: fc.constantFrom('error', 'fatal', 'warning'),
  release: fc.option(fc.constantFrom('1', '2', '3')),
  environment: fc.option(fc.constantFrom('a', 'b')),
  userKey: fc.option(fc.constantFrom('u', 'v', 'w')),
  dimensions: fc.constantFrom(
    new Map([['os', 'x']]),
    new Map([
      ['os', 'y'],
      ['url', '/'],
    ]),
    new Map<string, string>(),
  ),
});
const distinctTimes = fc.uniqueArray(occurrence, {
  selector: (event) => event.occurredMs,
  minLength: 1,
  maxLength: 12,
});

test('the order of events does not matter', () => {
  fc.assert(
    fc.property(
      distinctTimes.chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
      ),
      ([events, shuffled]) => {
        expect(aggregate(shuffled)).toEqual(aggregate(events));
      },
    ),
  );
});

test('every count adds up to the number of events', () => {
  fc.assert(
    fc.property(distinctTimes, (events) => {
      const delta = aggregate(events);
      const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
      expect(delta.count).toBe(events.length);
      expect(sum(delta.hours.values())).toBe(events.length);
      expect(sum([...delta.releases.values()].map((release) => release.count))).toBe(
        events.filter((event) => event.release !== null).length,
      );
      expect(sum(delta.tags.get('os')?.values() ?? [])).toBe(
        events.filter((event) => event.dimensions.has('os')).length,
      );
      expect(delta.firstSeenMs).toBe(Math.min(...events.map((event) => event.occurredMs)));
      expect(delta.lastSeenMs).toBe(Math.max(...events.map((event) => event.occurredMs)));
    }),
  );
});

test('level, environment and releases are those of the latest and the earliest event', () => {
  const event = (occurredMs: number, more: Partial<Occurrence>): Occurrence => ({
    occurredMs,
    level: 'error',
    release: null,
    environment: null,
    userKey: null,
    dimensions: new Map(),
    ...more,
  });
  const delta = aggregate([
    event(2_000, { release: 'b', level: 'warning' }),
    event(3_000, { release: 'c', level: 'fatal', environment: 'production' }),
    event(1_000, { release: 'a', environment: 'staging' }),
  ]);
  expect(delta).toMatchObject({ level: 'fatal', environment: 'production', firstRelease: 'a', lastRelease: 'c' });
});
