import type { AlertFact } from '@summit/contracts';
import fc from 'fast-check';
import {
  applyNotification,
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
});

/** A group's life: what each notification left, every incident in its last state, and all lines of the timeline. */
function live(notifications: readonly Notification[]): {
  group: GroupState;
  incidents: IncidentState[];
  entries: TimelineEntry[];
  last: GroupChange | null;
} {
  let group: GroupState = { open: null, alerts: [] };
  let last: GroupChange | null = null;
  let ids = 0;
  const incidents = new Map<string, IncidentState>();
  const entries: TimelineEntry[] = [];
  for (const notification of notifications) {
    last = applyNotification(group, notification, { receivedAt, newId: () => `id-${++ids}` });
    group = last.group;
    for (const incident of last.incidents) incidents.set(incident.id, incident);
    entries.push(...last.entries);
  }
  return { group, incidents: [...incidents.values()], entries, last };
}

const lines = (entries: readonly TimelineEntry[]): string[] =>
  entries.map((entry) => `${entry.type}: ${entry.content}`);

describe('one alert', () => {
  test('firing opens an incident, resolved resolves it', () => {
    const { incidents, entries, group } = live([notify(alert()), notify(resolved())]);
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
    expect(group.open).toBeNull();
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
    expect(last?.alerts).toMatchObject([{ value: 'A=2' }]);
    expect(last).toMatchObject({ incidents: [], entries: [] });
  });

  test('a firing that comes after its end does not fire again', () => {
    const { group, incidents, last } = live([notify(alert()), notify(resolved()), notify(alert())]);
    expect(group.open).toBeNull();
    expect(incidents).toHaveLength(1);
    expect(last?.entries).toEqual([]);
  });

  test('an end without a firing opens nothing; its firing, late, is written down as past', () => {
    expect(live([notify(resolved())]).incidents).toEqual([]);
    const { incidents, group, entries } = live([notify(resolved()), notify(alert())]);
    expect(incidents).toMatchObject([{ status: 'resolved', createdAt: new Date(at(0)), resolvedAt: new Date(at(30)) }]);
    expect(group.open).toBeNull();
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
    const truncated = { status: 'firing', alerts: [resolved()], truncatedAlerts: 3 } as const;
    const { incidents, entries } = live([notify(alert()), truncated]);
    expect(incidents[0]?.status).toBe('open');
    expect(entries.at(-1)).toMatchObject({ type: 'system', metadata: { truncatedAlerts: 3 } });
    expect(live([notify(alert()), truncated, { ...truncated, status: 'resolved' }]).incidents[0]?.status).toBe(
      'resolved',
    );
  });
});

describe('people', () => {
  test('what somebody resolved by hand is not opened by a repetition, and joins nothing', () => {
    const { group } = live([notify(alert())]);
    // The API resolved the incident: the group has no open one any more.
    const closed: GroupState = { open: null, alerts: group.alerts };
    const outside = { receivedAt, newId: () => 'new' };
    expect(applyNotification(closed, notify(alert()), outside)).toMatchObject({ incidents: [], entries: [] });
    const end = applyNotification(closed, notify(resolved()), outside);
    expect(end.incidents).toEqual([]);
    expect(lines(end.entries)).toEqual(['alert: Queue wait is resolved.']);
  });

  test('an incident that somebody is working on is resolved with its alerts', () => {
    const { group } = live([notify(alert())]);
    const working: GroupState = { ...group, open: group.open && { ...group.open, status: 'investigating' } };
    const change = applyNotification(working, notify(resolved()), { receivedAt, newId: () => 'new' });
    expect(change.entries.at(-1)?.metadata).toEqual({ oldStatus: 'investigating', newStatus: 'resolved' });
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
      const { group, incidents, entries } = live(notifications);
      const all = told.flat();
      const firing = (key: string, start: number): boolean =>
        !all.some((one) => one.key === key && one.start === start && one.end);
      for (const { key, start, end } of all) {
        if (end) continue;
        const state = group.alerts.find((one) => one.key === `${key}/${at(start)}`);
        expect(state?.status).toBe(firing(key, start) ? 'firing' : 'resolved');
        expect(state?.incidentId).not.toBeNull();
      }
      expect(group.open !== null).toBe(group.alerts.some((one) => one.status === 'firing'));
      expect(incidents.filter((one) => one.status !== 'resolved').length).toBe(group.open ? 1 : 0);
      // Each firing is told once, and so is each end of one that joined an incident.
      const told2 = lines(entries).length;
      expect(new Set(entries.map((entry) => JSON.stringify(entry))).size).toBe(told2);
    }),
    { numRuns: 500 },
  );
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
