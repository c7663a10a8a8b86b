import { randomUUID } from 'node:crypto';
import type { Database } from '../../store/database';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { settleDora } from '.';

jest.setTimeout(60_000);

const database = withTestDatabase();
const day = Date.UTC(2026, 9, 1);
const at = (minute: number): string => new Date(day + minute * 60_000).toISOString();
const sha = (n: number): string => n.toString(16).padStart(40, '0');

type Step = (db: Database) => Promise<unknown>;
const base = { tenant: 'one', provider: 'github', repository: 'demo/shop' };

const insertDeployment =
  (
    id: number,
    of: number,
    minute: number,
    more: { environment?: string; result?: string; repository?: string } = {},
  ): Step =>
  (db) =>
    db
      .insertInto('deployment')
      .values({
        ...base,
        id: `github-${id}`,
        repository: more.repository ?? base.repository,
        environment: more.environment ?? 'production',
        production: (more.environment ?? 'production') === 'production',
        state: more.result ?? 'success',
        result: more.result ?? 'success',
        sha: sha(of),
        run_id: `github-${id}-1`,
        created_at: at(minute - 1),
        updated_at: at(minute),
        finished_at: at(minute),
      })
      .execute();

const insertCommit =
  (of: number, minute: number, more: { branch?: string; landedWith?: number } = {}): Step =>
  (db) =>
    db
      .insertInto('commit')
      .values({
        ...base,
        sha: sha(of),
        message: `Commit ${of}`,
        committed_at: at(minute),
        branch: more.branch ?? 'main',
        landed_with: more.landedWith === undefined ? null : sha(more.landedWith),
      })
      .execute();

const insertChange =
  (
    number: number,
    merge: number,
    opened: number,
    merged: number,
    more: { headBranch?: string; title?: string } = {},
  ): Step =>
  (db) =>
    db
      .insertInto('change')
      .values({
        ...base,
        number,
        title: more.title ?? `Change ${number}`,
        state: 'merged',
        head_branch: more.headBranch ?? `feature/${number}`,
        base_branch: 'main',
        merge_sha: sha(merge),
        created_at: at(opened),
        merged_at: at(merged),
        updated_at: at(merged),
      })
      .execute();

const insertIncident =
  (id: string, from: number, to: number | null, link?: { kind: string; entity: string; reason?: string }): Step =>
  async (db) => {
    await db
      .insertInto('incident')
      .values({
        tenant: 'one',
        id,
        title: 'Checkout fails',
        severity: 'high',
        status: to === null ? 'open' : 'resolved',
        created_at: at(from),
        updated_at: at(to ?? from),
        resolved_at: to === null ? null : at(to),
        created_by: 'Grafana',
      })
      .execute();
    if (link)
      await db
        .insertInto('incident_link')
        .values({
          tenant: 'one',
          incident_id: id,
          kind: link.kind,
          entity_id: link.entity,
          reason: link.reason ?? 'named',
        })
        .execute();
  };

interface Evidence {
  id: string;
  kind: string;
  previous: string | null;
  failure: string | null;
  recovery: number | null;
  rework: string | null;
  shipped: string;
}

const evidence = (): Promise<Evidence[]> =>
  rawQuery<Evidence>(
    database.db(),
    `SELECT d.id, d.kind, d.previous_id AS previous, d.failure, (d.recovery_ms / 60000)::float8 AS recovery, d.rework,
       coalesce((SELECT string_agg(CASE WHEN number IS NULL THEN ltrim(key, '0') ELSE key END || '=' || first_commit_ms / 60000 || '/' || opened_ms / 60000 || '/' || merged_ms / 60000, ' ' ORDER BY landed_at, key)
                 FROM dora_change c WHERE c.tenant = d.tenant AND c.deployment_id = d.id), '') AS shipped
     FROM dora_deployment d ORDER BY d.finished_at, d.id`,
    [],
  );

const settled = async (options?: Parameters<typeof settleDora>[1]): Promise<Evidence[]> => {
  while (!(await settleDora(database.db(), options)));
  return evidence();
};

const empty = (): Promise<unknown> =>
  rawQuery(
    database.db(),
    'TRUNCATE deployment, commit, change, change_head, incident, incident_link, dora_deployment, dora_change, dora_due, repository',
    [],
  );
beforeEach(empty);

const linked = randomUUID();
const open = randomUUID();
/** Two changes and a commit go out, the second deployment breaks something and is rolled back, and a fix goes out while another is open. */
const story: readonly Step[] = [
  insertCommit(1, 0),
  insertDeployment(1, 1, 10),
  // Change 1: two commits on a branch, merged with a merge commit, which brought them to main.
  insertCommit(11, 20, { landedWith: 2 }),
  insertCommit(2, 40, { landedWith: 2 }),
  insertChange(1, 2, 25, 40),
  // Straight to main.
  insertCommit(3, 45, { landedWith: 3 }),
  // Change 2, squashed; its branch is known by its commits.
  insertCommit(12, 30, { branch: 'feature/2' }),
  insertCommit(4, 50, { landedWith: 4 }),
  insertChange(2, 4, 35, 50),
  insertDeployment(2, 4, 60),
  insertIncident(linked, 65, 95, { kind: 'run', entity: 'github-2-1' }),
  insertDeployment(3, 1, 80),
  insertCommit(5, 85, { landedWith: 5 }),
  insertChange(3, 5, 84, 85, { title: 'Revert "Change 2"' }),
  insertDeployment(4, 5, 100),
  insertIncident(open, 130, null),
  insertDeployment(5, 5, 140),
  insertDeployment(6, 9, 150, { environment: 'staging' }),
  insertDeployment(7, 4, 160, { result: 'failure' }),
];

const expected: Evidence[] = [
  {
    id: 'github-1',
    kind: 'deploy',
    previous: null,
    failure: null,
    recovery: null,
    rework: null,
    shipped: '1=10/10/10',
  },
  {
    id: 'github-2',
    kind: 'deploy',
    previous: 'github-1',
    failure: 'linked',
    recovery: 30,
    rework: null,
    shipped: '#1=40/35/20 3=15/15/15 #2=30/25/10',
  },
  {
    id: 'github-3',
    kind: 'rollback',
    previous: 'github-2',
    failure: null,
    recovery: null,
    rework: 'rollback',
    shipped: '',
  },
  {
    id: 'github-4',
    kind: 'deploy',
    previous: 'github-3',
    failure: 'window',
    recovery: null,
    rework: 'revert',
    shipped: '#3=16/16/15',
  },
  { id: 'github-5', kind: 'redeploy', previous: 'github-4', failure: null, recovery: null, rework: null, shipped: '' },
  { id: 'github-6', kind: 'deploy', previous: null, failure: null, recovery: null, rework: null, shipped: '' },
];

describe('the evidence of DORA', () => {
  test('is worked out of what was stored', async () => {
    for (const step of story) await step(database.db());
    expect(await settled()).toEqual(expected);
  });

  test('is the same in any order of arrival, settled after each step and in small batches', async () => {
    let seed = 1;
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 6; round++) {
      await empty();
      const order = [...story].map((step) => ({ step, at: random() })).sort((a, b) => a.at - b.at);
      for (const { step } of order) {
        await step(database.db());
        if (round % 2 === 0) await settled({ batchSize: 1 + (round % 3) });
      }
      expect(await settled({ batchSize: 1 })).toEqual(expected);
    }
  });

  test('follows an incident that is resolved later, and one that is taken for another deployment', async () => {
    for (const step of story) await step(database.db());
    await settled();
    await database
      .db()
      .updateTable('incident')
      .set({ resolved_at: at(145), status: 'resolved' })
      .where('id', '=', open)
      .execute();
    expect((await settled()).find(({ id }) => id === 'github-4')).toMatchObject({ failure: 'window', recovery: 15 });
    await database
      .db()
      .insertInto('incident_link')
      .values({
        tenant: 'one',
        incident_id: open,
        kind: 'deployment',
        entity_id: 'github-1',
        reason: 'named by summit_deployment_id',
      })
      .execute();
    const after = await settled();
    expect(after.find(({ id }) => id === 'github-1')).toMatchObject({ failure: 'named', recovery: 15 });
    expect(after.find(({ id }) => id === 'github-4')).toMatchObject({ failure: null });
  });

  test('gives an incident to the last deployment before it alone, also when that is told later and of another repository', async () => {
    const id = randomUUID();
    await insertDeployment(1, 1, 10)(database.db());
    await insertIncident(id, 30, 40)(database.db());
    expect(await settled()).toMatchObject([{ id: 'github-1', failure: 'window' }]);
    await insertDeployment(2, 2, 20, { repository: 'demo/payments' })(database.db());
    expect(await settled()).toMatchObject([
      { id: 'github-1', failure: null },
      { id: 'github-2', failure: 'window', recovery: 10 },
    ]);
  });

  test('of a deployment of another repository whose service is affected, not of the last', async () => {
    await rawQuery(
      database.db(),
      `INSERT INTO repository (tenant, provider, full_name, url) VALUES ('one', 'github', 'demo/shop', ''), ('one', 'github', 'demo/payments', '')`,
      [],
    );
    await insertDeployment(1, 1, 10)(database.db());
    await insertDeployment(2, 2, 20, { repository: 'demo/payments' })(database.db());
    const id = randomUUID();
    await insertIncident(id, 30, 40)(database.db());
    await database
      .db()
      .updateTable('incident')
      .set({ affected_services: ['shop'] })
      .where('id', '=', id)
      .execute();
    expect(await settled()).toMatchObject([
      { id: 'github-1', failure: 'window' },
      { id: 'github-2', failure: null },
    ]);
  });

  test('goes on where many deployments ended in one moment', async () => {
    for (let n = 1; n <= 7; n++) await insertDeployment(n, n, 10)(database.db());
    await insertDeployment(8, 8, 11)(database.db());
    expect((await settled({ batchSize: 2 })).map(({ id }) => id)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `github-${n}`),
    );
  });

  test('gives what was deployed before its merge nothing of what came after', async () => {
    const db = database.db();
    for (const step of [
      insertCommit(1, 0),
      insertDeployment(1, 1, 10),
      // The head of change 1, deployed from its branch, is merged five hours later.
      insertCommit(2, 20, { landedWith: 4 }),
      insertDeployment(2, 2, 30),
      insertCommit(3, 100, { landedWith: 3 }),
      insertChange(2, 3, 90, 100),
      insertDeployment(3, 3, 110),
      insertChange(1, 4, 15, 330),
    ])
      await step(db);
    expect(await settled()).toMatchObject([
      { id: 'github-1', shipped: '1=10/10/10' },
      { id: 'github-2', shipped: '' },
      { id: 'github-3', shipped: expect.stringMatching(/^#2=\d+\/20\/10$/) as string },
    ]);
  });

  test('begins the lead time of a branch that is used again after the change before', async () => {
    const db = database.db();
    for (const step of [
      insertCommit(1, 0),
      insertDeployment(1, 1, 10),
      insertCommit(20, 15, { branch: 'release-please' }),
      insertChange(1, 2, 15, 20, { headBranch: 'release-please' }),
      insertCommit(21, 95, { branch: 'release-please' }),
      insertChange(2, 3, 97, 100, { headBranch: 'release-please' }),
      insertCommit(3, 100, { landedWith: 3 }),
      insertDeployment(3, 3, 110),
    ])
      await step(db);
    expect((await settled()).at(-1)?.shipped).toBe('#1=95/95/90 #2=15/13/10');
  });

  test('learns which commit a release is of after the incident about its issue', async () => {
    const db = database.db();
    await rawQuery(db, `INSERT INTO tenant (id, name) VALUES ('one', 'One') ON CONFLICT DO NOTHING`, []);
    const [project] = await rawQuery<{ id: string }>(
      db,
      `INSERT INTO project (tenant, slug, name) VALUES ('one', 'shop', 'Shop') RETURNING id`,
      [],
    );
    const [issue] = await rawQuery<{ id: string }>(
      db,
      `INSERT INTO issue (tenant, project_id, short_id, title, level, platform, first_seen, last_seen, first_release)
       VALUES ('one', $1, 'SHOP-1', 'TypeError', 'error', 'node', now(), now(), '1.2.0') RETURNING id::text`,
      [project?.id],
    );
    await rawQuery(
      db,
      `INSERT INTO release (tenant, project_id, version, first_seen, last_seen) VALUES ('one', $1, '1.2.0', now(), now())`,
      [project?.id],
    );
    await insertDeployment(1, 1, 10)(db);
    await insertIncident(randomUUID(), 300, 310, { kind: 'issue', entity: issue?.id ?? '' })(db);
    expect(await settled()).toMatchObject([{ failure: null }]);
    await rawQuery(db, `UPDATE release SET sha = $1`, [sha(1)]);
    expect(await settled()).toMatchObject([{ failure: 'linked', recovery: 10 }]);
  });

  test('of a repository that cannot be worked out keeps no other waiting', async () => {
    const db = database.db();
    await insertDeployment(1, 1, 10)(db);
    await insertDeployment(2, 2, 10, { repository: 'demo/broken' })(db);
    await rawQuery(db, `ALTER TABLE dora_deployment ADD CONSTRAINT broken CHECK (repository <> 'demo/broken')`, []);
    const failed: string[] = [];
    await insertDeployment(3, 3, 20)(db);
    expect((await settled({ onFailure: (_error, what) => failed.push(what) })).map(({ id }) => id)).toEqual([
      'github-1',
      'github-3',
    ]);
    expect(failed).toEqual(['demo/broken']);
    await rawQuery(db, `ALTER TABLE dora_deployment DROP CONSTRAINT broken`, []);
    await rawQuery(db, `UPDATE dora_due SET not_before = now() - interval '1 second'`, []);
    expect(await settled()).toHaveLength(3);
  });

  test('takes many environments a few at a time, and cuts a title between letters', async () => {
    const db = database.db();
    for (let n = 1; n <= 7; n++) await insertDeployment(n, 1, 10 + n, { environment: `review-${n}` })(db);
    await db
      .insertInto('commit')
      .values({ ...base, sha: sha(1), message: `${'x'.repeat(299)}🎉`, committed_at: at(5), branch: 'main' })
      .execute();
    expect(await settled({ environments: 2 })).toHaveLength(7);
  });

  test('of two bridges at once is that of one', async () => {
    for (const step of story) await step(database.db());
    await Promise.all([settled({ batchSize: 2 }), settled({ batchSize: 2 }), settled({ batchSize: 2 })]);
    expect(await settled()).toEqual(expected);
  });
});
