import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableBlobs } from '../../store/blobs';
import { openDatabase, rawQuery, type Database } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { BadInput, createContext, type InboxItem } from '../context';
import { digestCi } from '../ci';
import { deployment, itemsOf } from '../ci/testing/story';
import { digestGrafana } from './index';

const database = withTestDatabase();
const now = (): Date => new Date('2026-01-31T10:00:00Z');
const blobs = tableBlobs();

interface Alert {
  status: 'firing' | 'resolved';
  fingerprint?: string;
  startsAt?: string;
  endsAt?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  values?: Record<string, number>;
}

const fixture = readFileSync(join(__dirname, '../../translate/grafana/fixtures/firing.json'), 'utf8');
const sample = JSON.parse(fixture) as { alerts: [object, object] };

/** The recorded notification with the alerts of a test. */
const notification = (group: string, alerts: readonly Alert[], more: object = {}): object => ({
  ...sample,
  groupKey: group,
  status: alerts.some((alert) => alert.status === 'firing') ? 'firing' : 'resolved',
  alerts: alerts.map((alert) => ({
    ...sample.alerts[0],
    ...(alert.status === 'resolved' && { endsAt: '2026-01-31T09:50:00Z' }),
    ...alert,
  })),
  ...more,
});

const item = (tenant: string, payload: unknown, index = 0): InboxItem => ({
  id: String(index),
  tenant,
  source: 'grafana',
  projectId: null,
  hookId: 'hook',
  receivedAt: now(),
  encoding: '',
  meta: {},
  body: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
});

async function digest(tenant: string, payloads: readonly unknown[], db: Database = database.db()): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const context = createContext({ now, blobs });
    await digestGrafana(
      tx,
      payloads.map((payload, index) => item(tenant, payload, index)),
      context,
    );
    await context.flush(tx);
  });
}

const incidentsOf = (tenant: string) =>
  database
    .db()
    .selectFrom('incident')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('created_at')
    .orderBy('title')
    .execute();
const alertsOf = (tenant: string) =>
  database.db().selectFrom('alert').selectAll().where('tenant', '=', tenant).orderBy('key').execute();
const timelineOf = async (tenant: string): Promise<string[]> => {
  const rows = await database
    .db()
    .selectFrom('incident_timeline')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('id')
    .execute();
  return rows.map((row) => `${row.created_by} ${row.type}: ${row.content}`);
};
const linksOf = async (tenant: string): Promise<string[]> => {
  const rows = await database
    .db()
    .selectFrom('incident_link')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('kind')
    .orderBy('entity_id')
    .execute();
  return rows.map((row) => `${row.kind} ${row.entity_id}: ${row.reason}`);
};

describe('a firing and its end', () => {
  test('open and resolve an incident, with a timeline', async () => {
    await digest('one', [notification('g', [{ status: 'firing' }])]);
    expect(await incidentsOf('one')).toMatchObject([
      {
        title: 'CI of demo/shop failed in more than half of its runs',
        severity: 'medium',
        status: 'open',
        created_at: new Date('2026-01-31T09:40:00Z'),
        group_key: '[1,"g"]',
        affected_services: ['shop'],
      },
    ]);
    await digest('one', [notification('g', [{ status: 'resolved' }])]);
    expect(await incidentsOf('one')).toMatchObject([
      { status: 'resolved', resolved_at: new Date('2026-01-31T09:50:00Z') },
    ]);
    expect(await alertsOf('one')).toMatchObject([{ status: 'resolved', severity: 'medium', value: 'C=1, ratio=0.62' }]);
    expect(await timelineOf('one')).toEqual([
      'Summit status_change: Opened by the alert Build failure rate.',
      'Grafana alert: Build failure rate is firing.',
      'Grafana alert: Build failure rate is resolved.',
      'Summit status_change: Resolved: its alert is.',
    ]);
    const feed = await database
      .db()
      .selectFrom('change_feed')
      .select('entity_id')
      .where('tenant', '=', 'one')
      .where('kind', '=', 'incident')
      .execute();
    expect(feed).toHaveLength(2);
  });

  test('repeated in one batch and over batches: the same rows', async () => {
    const story = [notification('g', [{ status: 'firing' }]), notification('g', [{ status: 'resolved' }])];
    await digest('again', [...story, ...story]);
    for (const payload of [...story, ...story]) await digest('again', [payload]);
    expect(await incidentsOf('again')).toHaveLength(1);
    expect(await alertsOf('again')).toHaveLength(1);
    expect(await timelineOf('again')).toHaveLength(4);
    const ledger = await rawQuery<{ state: string; quantity: string }>(
      database.db(),
      `SELECT state, quantity FROM ledger WHERE tenant = 'again' AND category = 'alert' ORDER BY state`,
      [],
    );
    expect(ledger.map((row) => [row.state, Number(row.quantity)])).toEqual([
      ['deduplicated', 6],
      ['received', 8],
      ['stored', 2],
    ]);
  });

  test('the end of one incident and the beginning of the next in one batch', async () => {
    await digest('next', [
      notification('g', [{ status: 'firing' }]),
      notification('g', [{ status: 'resolved' }]),
      notification('g', [{ status: 'firing', startsAt: '2026-01-31T09:55:00Z' }]),
    ]);
    expect((await incidentsOf('next')).map((incident) => incident.status)).toEqual(['resolved', 'open']);
    await digest('next', [
      notification('g', [{ status: 'resolved', startsAt: '2026-01-31T09:55:00Z', endsAt: '2026-01-31T09:58:00Z' }]),
    ]);
    expect((await incidentsOf('next')).map((incident) => incident.status)).toEqual(['resolved', 'resolved']);
  });

  test('groups and tenants have incidents of their own', async () => {
    await digest('groups', [notification('g', [{ status: 'firing' }]), notification('h', [{ status: 'firing' }])]);
    await digest('groups-2', [notification('g', [{ status: 'firing' }])]);
    expect(await incidentsOf('groups')).toHaveLength(2);
    expect(await incidentsOf('groups-2')).toHaveLength(1);
    await digest('groups-2', [notification('g', [{ status: 'resolved' }])]);
    expect((await incidentsOf('groups')).map((incident) => incident.status)).toEqual(['open', 'open']);
  });

  test('alerts left out are noted once, and keep the incident open', async () => {
    const truncated = notification('g', [{ status: 'resolved' }], { status: 'firing', truncatedAlerts: 2 });
    await digest('cut', [notification('g', [{ status: 'firing' }])]);
    await digest('cut', [truncated, truncated]);
    await digest('cut', [truncated]);
    expect((await timelineOf('cut')).filter((line) => line.includes('left out'))).toHaveLength(1);
    expect(await incidentsOf('cut')).toMatchObject([{ status: 'open' }]);
  });

  test('by several bridges at once: one incident, each line once', async () => {
    const other = openDatabase({ url: database.url(), poolSize: 4 });
    const fingerprints = ['a', 'b', 'c', 'd', 'e', 'f'];
    try {
      await Promise.all(
        [...fingerprints, ...fingerprints].map((fingerprint, n) =>
          digest('many', [notification('g', [{ status: 'firing', fingerprint }])], n % 2 === 0 ? other : undefined),
        ),
      );
      expect(await incidentsOf('many')).toHaveLength(1);
      expect(await timelineOf('many')).toHaveLength(1 + fingerprints.length);
      await Promise.all(
        fingerprints.map((fingerprint, n) =>
          digest('many', [notification('g', [{ status: 'resolved', fingerprint }])], n % 2 === 0 ? other : undefined),
        ),
      );
    } finally {
      await other.destroy();
    }
    expect(await incidentsOf('many')).toMatchObject([{ status: 'resolved' }]);
    expect(await timelineOf('many')).toHaveLength(2 + 2 * fingerprints.length);
  });

  test('what a person did to the incident stays', async () => {
    await digest('person', [notification('g', [{ status: 'firing' }])]);
    await database
      .db()
      .updateTable('incident')
      .set({ status: 'investigating', assigned_to: 'sam', handled: true })
      .where('tenant', '=', 'person')
      .execute();
    await digest('person', [notification('g', [{ status: 'firing' }, { status: 'firing', fingerprint: 'b' }])]);
    expect(await incidentsOf('person')).toMatchObject([{ status: 'investigating', assigned_to: 'sam' }]);
    await database.db().updateTable('incident').set({ status: 'resolved' }).where('tenant', '=', 'person').execute();
    await digest('person', [notification('g', [{ status: 'firing' }, { status: 'firing', fingerprint: 'b' }])]);
    expect(await incidentsOf('person')).toMatchObject([{ status: 'resolved' }]);
  });
});

describe('the order in which notifications come', () => {
  const a = { fingerprint: 'a', labels: { alertname: 'A', service: 'shop' } };
  const b = { fingerprint: 'b', labels: { alertname: 'B', service: 'cart' }, startsAt: '2026-01-31T09:45:00Z' };
  const story = [
    notification('g', [{ status: 'firing', ...a }]),
    notification('g', [
      { status: 'firing', ...a },
      { status: 'firing', ...b },
    ]),
    notification('g', [
      { status: 'resolved', ...a },
      { status: 'resolved', ...b, endsAt: '2026-01-31T09:55:00Z' },
    ]),
  ];
  const seen = async (tenant: string): Promise<unknown> => ({
    incidents: (await incidentsOf(tenant)).map((row) => ({ ...row, id: '', tenant: '' })),
    alerts: (await alertsOf(tenant)).map((row) => [
      row.key,
      row.status,
      row.starts_at,
      row.ends_at,
      row.incident_id !== null,
    ]),
    timeline: (await timelineOf(tenant)).sort(),
    links: await linksOf(tenant),
  });

  test.each([
    [[0, 1, 2]],
    [[0, 2, 1]],
    [[1, 0, 2]],
    [[1, 2, 0]],
    [[2, 0, 1]],
    [[2, 1, 0]],
    [[0, 2]],
    [[2, 1, 0, 1, 2, 0]],
  ])('%j: one incident, the same each time', async (order) => {
    await digest('order', story);
    const told = order.map((n) => story[n]);
    const [each, together] = [`order-${order.join('')}`, `order-${order.join('')}-batch`];
    for (const payload of told) await digest(each, [payload]);
    await digest(together, told);
    expect(await incidentsOf(each)).toHaveLength(1);
    // Whether both of its alerts were heard of while they fired is kept, and all else is the same.
    expect(await seen(each)).toEqual(await seen('order'));
    expect(await seen(together)).toEqual(await seen('order'));
  });

  test('what seemed two incidents is one, with one timeline and the links of all; what seemed one is two', async () => {
    const bare = { annotations: {} };
    const early = {
      ...bare,
      fingerprint: 'a',
      labels: { alertname: 'A', service: 'shop' },
      startsAt: '2026-01-31T08:00:00Z',
    };
    const end = { ...early, endsAt: '2026-01-31T08:10:00Z' };
    const late = {
      ...bare,
      fingerprint: 'c',
      labels: { alertname: 'C', service: 'cart' },
      startsAt: '2026-01-31T08:30:00Z',
    };
    await digest('parted', [notification('g', [{ status: 'firing', ...early }])]);
    await digest('parted', [notification('g', [{ status: 'firing', ...late }])]);
    expect(await incidentsOf('parted')).toHaveLength(1);
    await digest('parted', [notification('g', [{ status: 'resolved', ...end }])]);
    expect(await incidentsOf('parted')).toMatchObject([
      { status: 'resolved', affected_services: ['shop'], resolved_at: new Date('2026-01-31T08:10:00Z') },
      { status: 'open', affected_services: ['cart'], created_at: new Date('2026-01-31T08:30:00Z') },
    ]);
    expect(await linksOf('parted')).toEqual([
      'service cart: named by service of the alert C',
      'service shop: named by service of the alert A',
    ]);

    const between = { ...bare, fingerprint: 'd', labels: { alertname: 'D' }, startsAt: '2026-01-31T08:05:00Z' };
    await digest('parted', [notification('g', [{ status: 'firing', ...between }])]);
    expect(await incidentsOf('parted')).toMatchObject([{ status: 'open', affected_services: ['cart', 'shop'] }]);
    expect((await timelineOf('parted')).sort()).toEqual([
      'Grafana alert: A is firing.',
      'Grafana alert: A is resolved.',
      'Grafana alert: C is firing.',
      'Grafana alert: D is firing.',
      'Summit status_change: Opened by the alert A.',
    ]);
    expect(await linksOf('parted')).toHaveLength(2);
  });

  test('ends that were told alone are found from one to the next when a firing joins them', async () => {
    const at = (minute: number): string => new Date(Date.UTC(2026, 0, 31, 7, minute)).toISOString();
    const ends = Array.from({ length: 20 }, (_, n) =>
      notification('g', [{ status: 'resolved', fingerprint: `e${n}`, startsAt: at(2 * n), endsAt: at(2 * n + 3) }]),
    );
    for (const payload of ends) await digest('chain', [payload]);
    expect(await incidentsOf('chain')).toEqual([]);
    await digest('chain', [notification('g', [{ status: 'firing', fingerprint: 'e0', startsAt: at(0) }])]);
    expect(await incidentsOf('chain')).toMatchObject([{ created_at: new Date(at(0)), resolved_at: new Date(at(41)) }]);
    expect((await alertsOf('chain')).filter((row) => row.incident_id === null)).toEqual([]);
  });
});

describe('a notification with an alert that cannot be read', () => {
  test('the others are digested; the incident says so, and stays open while the group fires', async () => {
    const broken = { status: 'firing', fingerprint: 'x', startsAt: 'soon' } as const;
    await digest('broken', [notification('g', [{ status: 'firing' }, broken])]);
    expect(await incidentsOf('broken')).toMatchObject([{ status: 'open' }]);
    expect(await timelineOf('broken')).toContain(
      'Summit system: 1 alert of this group could not be read (alerts.1.startsAt: not a time).',
    );
    await digest('broken', [notification('g', [{ status: 'resolved' }, broken])]);
    expect(await incidentsOf('broken')).toMatchObject([{ status: 'open' }]);
    const ledger = await rawQuery<{ state: string; reason: string; quantity: string }>(
      database.db(),
      `SELECT state, reason, quantity FROM ledger WHERE tenant = 'broken' AND category = 'alert' ORDER BY state`,
      [],
    );
    expect(ledger.map((row) => [row.state, row.reason, Number(row.quantity)])).toEqual([
      ['dropped', 'unreadable', 2],
      ['received', '', 4],
      ['stored', '', 2],
    ]);
  });

  test('none that can be read: refused, with what is wrong', async () => {
    await expect(digest('broken', [notification('h', [{ status: 'firing', startsAt: 'soon' }])])).rejects.toThrow(
      /alerts\.0\.startsAt: not a time/,
    );
  });
});

test('10,000 alerts of one group are digested in a moment, again and to their end', async () => {
  const alerts = (status: 'firing' | 'resolved', value: number): Alert[] =>
    Array.from({ length: 10_000 }, (_, n) => ({
      status,
      fingerprint: `f${n}`,
      startsAt: new Date(Date.UTC(2026, 0, 31, 9, 0, 0, n)).toISOString(),
      labels: {
        alertname: `A${n % 50}`,
        repository: 'demo/shop',
        service: `service-${n % 200}`,
        summit_issue_id: String(n),
      },
      values: { A: value },
    }));
  const timed = async (what: string, payload: object): Promise<void> => {
    const started = performance.now();
    await digest('crowd', [payload]);
    const ms = Math.round(performance.now() - started);
    process.stdout.write(`10,000 alerts of one group, ${what}: ${ms} ms\n`);
    // A quiet machine takes a second; what reads or writes row by row, or alert by alert among all, takes minutes here.
    expect(ms).toBeLessThan(20_000);
  };
  await timed('new', notification('g', alerts('firing', 1)));
  await timed('repeated', notification('g', alerts('firing', 1)));
  await timed('with new values', notification('g', alerts('firing', 2)));
  await timed('resolved', notification('g', alerts('resolved', 2)));
  expect(await incidentsOf('crowd')).toMatchObject([{ status: 'resolved' }]);
  expect(await alertsOf('crowd')).toHaveLength(10_000);
}, 120_000);

describe('links', () => {
  test('what the alert names, and what was deployed to production before it', async () => {
    const db = database.db();
    await db.insertInto('tenant').values({ id: 'links', name: 'links' }).execute();
    const project = await db
      .insertInto('project')
      .values({ tenant: 'links', slug: 'shop', name: 'shop' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const issue = await db
      .insertInto('issue')
      .values({
        tenant: 'links',
        project_id: project.id,
        short_id: 'SHOP-1A',
        title: 'x',
        level: 'error',
        platform: 'node',
        first_seen: now(),
        last_seen: now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.transaction().execute(async (tx) => {
      const deployments = [
        deployment(1, 'success', '2026-01-31T08:20:00Z', null, { created_at: '2026-01-31T08:10:00Z' }),
        deployment(2, 'success', '2026-01-31T09:30:00Z', null, { created_at: '2026-01-31T09:25:00Z' }),
        deployment(3, 'success', '2026-01-31T09:35:00Z', null, {
          created_at: '2026-01-31T09:33:00Z',
          environment: 'staging',
        }),
        deployment(4, 'success', '2026-01-31T09:45:00Z', null, { created_at: '2026-01-31T09:44:00Z' }),
      ];
      await digestCi(tx, itemsOf('links', deployments), createContext({ now, blobs }));
    });
    const labels = { alertname: 'Errors', repository: 'demo/shop', service: 'shop', summit_issue_short_id: 'shop-1a' };
    await digest('links', [
      notification('g', [
        { status: 'firing', labels, annotations: { summit_run_id: 'github-1001-1', summit_issue_id: issue.id } },
      ]),
    ]);
    expect(await linksOf('links')).toEqual([
      'deployment github-2: changed before: deployed to production 10 min before the alert',
      `issue ${issue.id}: named by summit_issue_id of the alert Errors`,
      'repository demo/shop: named by repository of the alert Errors',
      'run github-1001-1: named by summit_run_id of the alert Errors',
      'service shop: named by service of the alert Errors',
    ]);
  });

  test('an issue that is not there and a deployment of another repository are not linked', async () => {
    const db = database.db();
    await db.transaction().execute(async (tx) => {
      const deployments = [
        deployment(1, 'success', '2026-01-31T09:30:00Z', null, { created_at: '2026-01-31T09:25:00Z' }),
      ];
      await digestCi(tx, itemsOf('no-links', deployments), createContext({ now, blobs }));
    });
    const labels = { alertname: 'Errors', repository: 'demo/payments', summit_issue_id: 'NOPE-9' };
    await digest('no-links', [notification('g', [{ status: 'firing', labels, annotations: {} }])]);
    expect(await linksOf('no-links')).toEqual(['repository demo/payments: named by repository of the alert Errors']);
  });
});

describe('bad input', () => {
  test.each([
    ['no JSON', '{', /not JSON/],
    ['no group', '{"alerts":[],"status":"firing"}', /groupKey/],
  ])('%s is refused for good', async (_, body, message) => {
    const attempt = digest('bad', [body]);
    await expect(attempt).rejects.toThrow(BadInput);
    await expect(attempt).rejects.toThrow(message);
  });

  test('a notification without alerts is dropped and counted', async () => {
    await digest('none', [notification('g', [])]);
    const rows = await database
      .db()
      .selectFrom('ledger')
      .select(['state', 'reason'])
      .where('tenant', '=', 'none')
      .orderBy('state')
      .execute();
    expect(rows).toEqual([
      { state: 'dropped', reason: 'no alerts' },
      { state: 'received', reason: '' },
    ]);
  });
});

test('500 notifications take as many statements as one does', async () => {
  const statements = async (tenant: string, groups: number): Promise<number> =>
    database
      .db()
      .transaction()
      .execute(async (tx) => {
        const execute = jest.spyOn(tx, 'executeQuery');
        const items = Array.from({ length: groups }, (_, n) =>
          item(tenant, notification(`g${n}`, [{ status: 'firing' }]), n),
        );
        await digestGrafana(tx, items, createContext({ now, blobs }));
        return execute.mock.calls.length;
      });
  // An open incident is read again with its alerts, which the first time there is none of.
  expect(await statements('n500', 500)).toBe(await statements('n1', 1));
});
