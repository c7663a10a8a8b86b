import type { AlertFact } from '@summit/contracts';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import {
  applyNotifications,
  type GroupChange,
  type GroupState,
  type IncidentState,
  type Notification,
  referencesOf,
  type TimelineEntry,
} from './index';

const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 31, 9, minutes)).toISOString();
const receivedAt = new Date(at(120));

const alert = (fields: Partial<AlertFact> = {}): AlertFact => ({
  kind: 'alert',
  key: '1/group/a',
  name: 'Queue wait',
  status: 'firing',
  severity: 'medium',
  startsAt: at(0),
  labels: { alertname: 'Queue wait', service: 'shop' },
  annotations: { summary: 'Runs wait for a runner' },
  ...fields,
});
const resolved = (fields: Partial<AlertFact> = {}): AlertFact =>
  alert({ status: 'resolved', endsAt: at(30), ...fields });

const notify = (...alerts: AlertFact[]): Notification => ({
  status: alerts.some((one) => one.status === 'firing') ? 'firing' : 'resolved',
  alerts,
  truncatedAlerts: 0,
  unreadable: { count: 0, problems: [] },
  receivedAt,
});

interface Life {
  group: GroupState;
  open: IncidentState | null;
  incidents: readonly IncidentState[];
  /** As the timeline stands at the end. */
  entries: TimelineEntry[];
  last: GroupChange;
}

const openOf = (group: GroupState): IncidentState | null =>
  group.incidents.find((one) => one.status !== 'resolved') ?? null;
const lineOf = (entry: TimelineEntry): string =>
  JSON.stringify([entry.incidentId, entry.at, entry.type, entry.content]);

/** A group's life, told in batches of notifications. */
function liveInBatches(batches: readonly (readonly Notification[])[], from: GroupState = nothing): Life {
  let group = from;
  let last: GroupChange = applyNotifications(group, [], () => 'none');
  let entries: TimelineEntry[] = [];
  for (const batch of batches) {
    last = applyNotifications(group, batch, randomUUID);
    group = last.group;
    const { withdrawn, removed } = last;
    const gone = new Set(withdrawn.map(lineOf));
    entries = entries.filter((entry) => !gone.has(lineOf(entry)) && !removed.includes(entry.incidentId));
    entries.push(...last.entries);
  }
  return { group, open: openOf(group), incidents: group.incidents, entries, last };
}

const nothing: GroupState = { incidents: [], alerts: [] };
const live = (notifications: readonly Notification[], from?: GroupState): Life =>
  liveInBatches(
    notifications.map((one) => [one]),
    from,
  );

const lines = (entries: readonly TimelineEntry[]): string[] =>
  entries.map((entry) => `${entry.type}: ${entry.content}`);

describe('one alert', () => {
  test('firing opens an incident, resolved resolves it', () => {
    const { incidents, entries, open } = live([notify(alert()), notify(resolved())]);
    expect(incidents).toMatchObject([
      {
        title: 'Runs wait for a runner',
        severity: 'medium',
        status: 'resolved',
        createdAt: new Date(at(0)),
        resolvedAt: new Date(at(30)),
        affectedServices: ['shop'],
      },
    ]);
    expect(open).toBeNull();
    expect(lines(entries)).toEqual([
      'status_change: Opened by the alert Queue wait.',
      'alert: Queue wait is firing.',
      'alert: Queue wait is resolved.',
      'status_change: Resolved: its alert is.',
    ]);
  });

  test('a repeated notification changes nothing', () => {
    expect(live([notify(alert()), notify(alert())]).last).toMatchObject({
      incidents: [],
      alerts: [],
      entries: [],
      joined: [],
    });
    const { last } = live([notify(alert()), notify(resolved()), notify(resolved())]);
    expect(last).toMatchObject({ incidents: [], alerts: [], entries: [] });
  });

  test('a repeated one with another value refreshes the alert, not the incident', () => {
    const { last } = live([notify(alert({ value: 'A=1' })), notify(alert({ value: 'A=2' }))]);
    expect(last.alerts).toMatchObject([{ value: 'A=2' }]);
    expect(last).toMatchObject({ incidents: [], entries: [] });
  });

  test('a firing that comes after its end does not fire again', () => {
    const { open, incidents, last } = live([notify(alert()), notify(resolved()), notify(alert())]);
    expect(open).toBeNull();
    expect(incidents).toHaveLength(1);
    expect(last.entries).toEqual([]);
  });

  test('an end without a firing opens nothing; its firing, late, is written down as past', () => {
    expect(live([notify(resolved())]).incidents).toEqual([]);
    const { incidents, open, entries } = live([notify(resolved()), notify(alert())]);
    expect(incidents).toMatchObject([{ status: 'resolved', createdAt: new Date(at(0)), resolvedAt: new Date(at(30)) }]);
    expect(open).toBeNull();
    expect(lines(entries)).toHaveLength(4);
  });

  test('firing again later is another incident', () => {
    const { incidents } = live([notify(alert()), notify(resolved()), notify(alert({ startsAt: at(60) }))]);
    expect(incidents.map((incident) => incident.status)).toEqual(['resolved', 'open']);
  });

  test('an end before the start is moved to the start, a missing one is now', () => {
    expect(live([notify(alert()), notify(resolved({ endsAt: at(-5) }))]).incidents[0]?.resolvedAt).toEqual(
      new Date(at(0)),
    );
    expect(live([notify(alert()), notify(resolved({ endsAt: undefined }))]).incidents[0]?.resolvedAt).toEqual(
      receivedAt,
    );
  });

  test('info is worth a low incident', () => {
    expect(live([notify(alert({ severity: 'info' }))]).incidents[0]?.severity).toBe('low');
  });
});

describe('several alerts of a group', () => {
  const second = {
    key: '1/group/b',
    name: 'Failure rate',
    severity: 'critical',
    labels: { service: 'payments' },
  } as const;

  test('join the open incident, raise it, and end it with the last of them', () => {
    const both = [notify(alert()), notify(alert(), alert({ ...second, startsAt: at(5) }))];
    const { incidents, entries } = live(both);
    expect(incidents).toMatchObject([{ severity: 'critical', status: 'open', affectedServices: ['payments', 'shop'] }]);
    expect(lines(entries)).toContain('system: Severity raised from medium to critical by Failure rate.');
    expect(live([...both, notify(resolved(), alert({ ...second, startsAt: at(5) }))]).incidents[0]?.status).toBe(
      'open',
    );
    const end = live([...both, notify(resolved(), resolved({ ...second, startsAt: at(5), endsAt: at(40) }))]);
    expect(end.incidents).toMatchObject([{ status: 'resolved', resolvedAt: new Date(at(40)) }]);
    expect(lines(end.entries).at(-1)).toBe('status_change: Resolved: all 2 alerts are.');
  });

  test('while alerts that were left out may fire, the incident stays open', () => {
    const truncated: Notification = { ...notify(resolved()), status: 'firing', truncatedAlerts: 3 };
    const { incidents, entries } = live([notify(alert()), truncated]);
    expect(incidents[0]?.status).toBe('open');
    expect(entries.at(-1)).toMatchObject({ type: 'system', metadata: { truncatedAlerts: 3 } });
    expect(live([notify(alert()), truncated, { ...truncated, status: 'resolved' }]).incidents[0]?.status).toBe(
      'resolved',
    );
  });
});

describe('people', () => {
  const byPerson = (group: GroupState, acted: Partial<IncidentState>): GroupState => ({
    ...group,
    incidents: group.incidents.map((one) => ({ ...one, handled: true, ...acted })),
  });

  test('what somebody resolved by hand is not opened by a repetition, and joins nothing', () => {
    const { group } = live([notify(alert())]);
    // The API resolved the incident: the group has no open one any more.
    const closed = byPerson(group, { status: 'resolved', resolvedAt: new Date(at(10)) });
    expect(live([notify(alert())], closed).last).toMatchObject({ incidents: [], entries: [] });
    const end = live([notify(resolved())], closed);
    expect(end.last.incidents).toEqual([]);
    expect(lines(end.entries)).toEqual(['alert: Queue wait is resolved.']);
  });

  test('what fires while an incident is closed by hand is another one, also with the same alerts around', () => {
    const closed = byPerson(live([notify(alert())]).group, { status: 'resolved', resolvedAt: new Date(at(10)) });
    const more = alert({ key: '1/group/b', startsAt: at(20) });
    const { incidents, last } = live([notify(alert(), more), notify(resolved(), more)], closed);
    expect(incidents.map(({ status, handled }) => [status, handled])).toEqual([
      ['resolved', true],
      ['open', false],
    ]);
    expect(last.removed).toEqual([]);
  });

  test('what somebody works on is neither parted nor removed by late news', () => {
    const b = { key: '1/group/b', startsAt: at(40) };
    const two = live([notify(alert()), notify(alert(), alert(b))]);
    const working = byPerson(two.group, { status: 'investigating', title: 'Ours' });
    // That the first was over before the second began would make two incidents of it.
    const late = live([notify(resolved()), notify(resolved(), resolved({ ...b, endsAt: at(50) }))], working);
    expect(late.incidents).toMatchObject([{ title: 'Ours', status: 'resolved', resolvedAt: new Date(at(50)) }]);
    expect(new Set(late.group.alerts.map((one) => one.incidentId))).toEqual(new Set([late.incidents[0]?.id]));
  });

  test('opened again by hand, an incident takes what fires next', () => {
    const { group } = live([notify(alert()), notify(resolved())]);
    const again = byPerson(group, { status: 'open', resolvedAt: null });
    const { incidents } = live([notify(alert({ startsAt: at(60) }))], again);
    expect(incidents).toMatchObject([{ status: 'open', createdAt: new Date(at(0)) }]);
  });

  test('an incident that somebody is working on is resolved with its alerts', () => {
    const working = byPerson(live([notify(alert())]).group, { status: 'investigating' });
    expect(live([notify(resolved())], working).last.entries.at(-1)?.metadata).toEqual({
      oldStatus: 'investigating',
      newStatus: 'resolved',
    });
  });
});

test('in any order and repetition: an alert ends as what was last true of it, and no incident is open without a firing alert', () => {
  const fact = fc.record({
    key: fc.constantFrom('1/g/a', '1/g/b', '1/g/c'),
    start: fc.constantFrom(0, 60),
    end: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(fc.array(fact, { minLength: 1, maxLength: 4 }), { maxLength: 10 }), (told) => {
      const notifications = told.map((facts) =>
        notify(
          ...facts.map(({ key, start, end }) =>
            end ? resolved({ key, startsAt: at(start), endsAt: at(start + 30) }) : alert({ key, startsAt: at(start) }),
          ),
        ),
      );
      const { group, open, incidents, entries } = live(notifications);
      const all = told.flat();
      // Firing again is proof that the firing before is over.
      const firing = (key: string, start: number): boolean =>
        !all.some((one) => one.key === key && ((one.start === start && one.end) || one.start > start));
      for (const { key, start, end } of all) {
        if (end) continue;
        const state = group.alerts.find((one) => one.key === `${key} ${at(start)}`);
        expect(state?.status).toBe(firing(key, start) ? 'firing' : 'resolved');
        expect(state?.incidentId).not.toBeNull();
      }
      expect(open !== null).toBe(group.alerts.some((one) => one.status === 'firing'));
      expect(incidents.filter((one) => one.status !== 'resolved').length).toBe(open ? 1 : 0);
      // Each firing is told once, and so is each end of one that joined an incident.
      const told2 = lines(entries).length;
      expect(new Set(entries.map((entry) => JSON.stringify(entry))).size).toBe(told2);
    }),
    { numRuns: 500 },
  );
});

describe('the order in which notifications come', () => {
  /** Incidents as people see them, whatever their ids. */
  const seen = ({ incidents, group, entries }: Life): unknown =>
    incidents
      .map((incident) => ({
        ...incident,
        id: '',
        alerts: group.alerts.flatMap(({ key, incidentId }) => (incidentId === incident.id ? [key] : [])).sort(),
        timeline: entries
          .flatMap((line) => (line.incidentId === incident.id ? [`${line.at.toISOString()} ${line.content}`] : []))
          .sort(),
      }))
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());

  const b = { key: '1/group/b', name: 'Failure rate', severity: 'critical', startsAt: at(5) } as const;
  const story = [
    notify(alert()),
    notify(alert(), alert(b)),
    notify(resolved(), resolved({ ...b, endsAt: at(40) })),
  ] as const;
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
    // The middle is missing.
    [0, 2],
    [2, 0],
  ].map((order) => [order]);

  test.each(orders)('one incident of two alerts: %j', (order) => {
    const told = order.map((n) => story[n] ?? notify());
    expect(live(told).incidents).toHaveLength(1);
    expect(seen(live(told))).toEqual(seen(live(story)));
    expect(seen(liveInBatches([told]))).toEqual(seen(live(story)));
  });

  test('an end that comes late parts what seemed one', () => {
    const next = alert({ ...b, startsAt: at(60) });
    const inOrder = [notify(alert()), notify(resolved()), notify(next)];
    expect(live(inOrder).incidents.map(({ status }) => status)).toEqual(['resolved', 'open']);
    expect(seen(live([notify(alert()), notify(next), notify(resolved())]))).toEqual(seen(live(inOrder)));
  });

  test('a firing that comes late joins what seemed two', () => {
    const two = [notify(alert(), resolved()), notify(alert({ startsAt: at(60) }))];
    expect(live(two).incidents).toHaveLength(2);
    const between = live([...two, notify(alert({ ...b, startsAt: at(20) }))]);
    expect(between.incidents).toMatchObject([{ status: 'open', severity: 'critical', createdAt: new Date(at(0)) }]);
    expect(between.last.removed).toHaveLength(1);
  });

  test('firing again ends the firing before, also where its end was never told', () => {
    const again = [notify(alert()), notify(alert({ startsAt: at(60) }))];
    expect(live(again).incidents.map(({ status }) => status)).toEqual(['resolved', 'open']);
    expect(seen(live([...again].reverse()))).toEqual(seen(live(again)));
    const told = [notify(alert()), notify(resolved()), notify(alert({ startsAt: at(60) }))];
    expect(seen(live([...again, notify(resolved())]))).toEqual(seen(live(told)));
  });

  /** What Grafana sends of firings: at each flush all that fire, and what ended since the flush before. */
  function flushes(
    firings: readonly { key: string; start: number; end: number }[],
    times: readonly number[],
  ): Notification[] {
    return times.map((time, n) =>
      notify(
        ...firings.flatMap(({ key, start, end }) => {
          if (start > time) return [];
          if (end > time) return [alert({ key, name: key, startsAt: at(start) })];
          return end > (times[n - 1] ?? 0) ? [resolved({ key, name: key, startsAt: at(start), endsAt: at(end) })] : [];
        }),
      ),
    );
  }

  test('any order, repetition and division into batches ends with the incidents of the order in which they were sent', () => {
    const moment = fc.integer({ min: 0, max: 60 });
    const firing = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      start: moment,
      lasts: fc.integer({ min: 1, max: 30 }),
    });
    const world = fc.record({
      firings: fc.array(firing, { minLength: 1, maxLength: 8 }),
      times: fc.uniqueArray(moment, { minLength: 1, maxLength: 7 }),
    });
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), ({ firings, times }, random) => {
        const busy = new Map<string, number>();
        const possible = [...firings]
          .sort((x, y) => x.start - y.start)
          .flatMap(({ key, start, lasts }) => {
            if ((busy.get(key) ?? -1) >= start) return [];
            busy.set(key, start + lasts);
            return [{ key, start, end: start + lasts }];
          });
        const sent = flushes(
          possible,
          [...times].sort((x, y) => x - y),
        ).filter((one) => one.alerts.length > 0);
        const next = (below: number): number => (random.next().value ?? 0) % below;
        const shuffled: Notification[] = [];
        for (const one of [...sent, ...sent.filter(() => next(3) === 0)])
          shuffled.splice(next(shuffled.length + 1), 0, one);
        const batches: Notification[][] = [];
        for (const one of shuffled) {
          const last = batches.at(-1);
          if (last && next(2) === 0) last.push(one);
          else batches.push([one]);
        }
        expect(seen(liveInBatches(batches))).toEqual(seen(live(sent)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('notifications between the first and the last of an incident may be missing', () => {
    const others = fc.array(
      fc.record({ start: fc.integer({ min: 0, max: 29 }), end: fc.integer({ min: 31, max: 59 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(others, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (spans, kept) => {
        const firings = [{ key: 'a', start: 0, end: 30 }, ...spans.map((span, n) => ({ key: `b${n}`, ...span }))];
        const sent = flushes(firings, [0, 10, 20, 29, 60]).map((one, n) =>
          // The last tells all ends that were not told yet.
          n < 4
            ? one
            : notify(
                ...firings.map(({ key, start, end }) =>
                  resolved({ key, name: key, startsAt: at(start), endsAt: at(end) }),
                ),
              ),
        );
        const told = sent.filter((_, n) => n === 0 || n === 4 || kept[n]);
        expect(seen(live(told))).toEqual(seen(live(sent)));
        expect(live(told).incidents).toHaveLength(1);
      }),
    );
  });
});

describe('references', () => {
  test('labels and annotations name entities; each is told once, with the reason', () => {
    const labels = {
      summit_run_id: 'github-1-1',
      summit_issue_id: '7',
      vcs_repository_name: 'demo/shop',
      service: 'shop',
      service_name: 'shop',
    };
    expect(
      referencesOf({ name: 'A', labels, annotations: { summit_deployment_id: 'github-9', repository: 'demo/shop' } }),
    ).toEqual([
      { kind: 'run', entityId: 'github-1-1', reason: 'named by summit_run_id of the alert A' },
      { kind: 'deployment', entityId: 'github-9', reason: 'named by summit_deployment_id of the alert A' },
      { kind: 'issue', entityId: '7', reason: 'named by summit_issue_id of the alert A' },
      { kind: 'repository', entityId: 'demo/shop', reason: 'named by repository of the alert A' },
      { kind: 'service', entityId: 'shop', reason: 'named by service of the alert A' },
    ]);
  });

  test('what a template left empty names nothing', () => {
    const labels = { summit_run_id: ' ', service: '[no value]', repository: 'x'.repeat(300) };
    expect(referencesOf({ name: 'A', labels, annotations: {} })).toEqual([]);
  });
});
