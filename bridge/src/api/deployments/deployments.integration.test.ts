import { DeploymentErrors, ReleaseNotes } from '@summit/contracts';
import { settleDora } from '../../digest/dora';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';
import { HOUR, MINUTE, spread, tellDeployment, tellEvents, tellIssue, tellProject } from './testing/told';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; other: string; projectId: string } = {
  token: '',
  other: '',
  projectId: '',
};
const sha = (n: number): string => n.toString(16).padStart(4, '0').padEnd(40, 'c');
const now = new Date('2026-05-10T12:00:00Z');
const ago = (hours: number): Date => new Date(now.getTime() - hours * HOUR);
const longAgo = ago(2000);

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db, { now: () => now });
  state.token = await createTestToken(db, 'one');
  state.other = await createTestToken(db, 'two');
  state.projectId = await tellProject(db, 'one', 'shop', longAgo);
});
afterAll(() => state.api?.close());

async function errors(id: string, query = '', token = state.token): Promise<DeploymentErrors> {
  const answer = await state.api?.get(`/api/v1/deployments/${id}/errors${query}`, token);
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return DeploymentErrors.parse(answer.body);
}

describe('errors around a deployment', () => {
  // Each test has a repository and a project of its own, so that none counts the errors of another.
  const counter = { n: 0 };
  async function world(finishedAt = ago(10), more: Partial<Parameters<typeof tellDeployment>[1]> = {}) {
    const name = `app${++counter.n}`;
    const db = database.db();
    const projectId = await tellProject(db, 'one', name, longAgo);
    const deployment = { id: `d-${name}`, repository: `demo/${name}`, sha: sha(counter.n), finishedAt, ...more };
    await tellDeployment(db, deployment);
    const began = new Date(finishedAt.getTime() - MINUTE);
    const issue = (title: string, firstSeen = longAgo, regressedAt?: Date) =>
      tellIssue(db, { projectId, title, firstSeen, ...(regressedAt && { regressedAt }) });
    const events = (issueId: string, at: readonly Date[], environment?: string | null) =>
      tellEvents(db, { projectId, issueId, at, ...(environment !== undefined && { environment }) });
    const before = (count: number, hours = 1) => spread(new Date(began.getTime() - hours * HOUR), hours * HOUR, count);
    const after = (count: number, hours = 1) => spread(finishedAt, hours * HOUR, count);
    return { ...deployment, name, projectId, issue, events, before, after };
  }

  test('are compared, with what is new and what came back', async () => {
    const it = await world();
    const old = await it.issue('old');
    const fresh = await it.issue('fresh', new Date(it.finishedAt.getTime() - 1000));
    const back = await it.issue('back', longAgo, new Date(it.finishedAt.getTime() + MINUTE));
    await it.events(old, [...it.before(24), ...it.after(36)]);
    await it.events(fresh, [new Date(it.finishedAt.getTime() - 1000), ...it.after(24)]);
    await it.events(back, it.after(12));
    const found = await errors(it.id, '?hours=1');
    expect(found).toMatchObject({
      windows: { before: { events: 24 }, after: { events: 72, from: it.finishedAt.toISOString() } },
      reason: null,
      cutBy: 'length',
      nextId: null,
      projects: [{ slug: it.name, compared: true }],
      verdict: 'worse',
      ratio: 3,
      dispersion: 1,
      newIssues: 1,
      regressedIssues: 1,
      issuesTotal: 3,
    });
    expect(found.low).toBeGreaterThan(1.8);
    expect(found.high).toBeLessThan(5);
    expect(
      found.issues.map(({ title, isNew, regressed, before, after }) => [title, isNew, regressed, before, after]),
    ).toEqual([
      ['fresh', true, false, 0, 24],
      ['back', false, true, 0, 12],
      ['old', false, false, 24, 36],
    ]);
  });

  test('end with the next deployment to the same place, and leave out another environment', async () => {
    const it = await world();
    const next = new Date(it.finishedAt.getTime() + 31 * MINUTE);
    const db = database.db();
    await tellDeployment(db, {
      ...it,
      id: `${it.id}-failed`,
      finishedAt: new Date(next.getTime() - 10 * MINUTE),
      result: 'failure',
    });
    await tellDeployment(db, {
      ...it,
      id: `${it.id}-staged`,
      finishedAt: new Date(next.getTime() - 9 * MINUTE),
      environment: 'staging',
    });
    await tellDeployment(db, { ...it, id: `${it.id}-next`, finishedAt: next });
    const issue = await it.issue('old');
    await it.events(issue, [...it.before(60), ...it.after(60)]);
    await it.events(issue, it.after(500), 'staging');
    await it.events(issue, it.after(500), null);
    const found = await errors(it.id);
    expect(found).toMatchObject({
      cutBy: 'next_deployment',
      nextId: `${it.id}-next`,
      windows: { before: { events: 30 } },
    });
    // Half an hour of 60 an hour, and of 500 an hour without an environment, which is production's.
    expect(found.windows?.after).toMatchObject({ events: 280, to: new Date(next.getTime() - MINUTE).toISOString() });
    expect(await errors(`${it.id}-staged`)).toMatchObject({
      windows: { after: { events: expect.any(Number) as number } },
    });
  });

  test('environments are the same in capitals', async () => {
    const it = await world();
    await it.events(await it.issue('old'), it.after(20), 'PRODUCTION');
    expect(await errors(it.id, '?hours=1')).toMatchObject({
      windows: { after: { events: 20 } },
      verdict: 'worse',
      ratio: null,
      high: null,
    });
  });

  test('a project with a release of a commit deployed there belongs to it, one that came with it is not compared', async () => {
    const it = await world();
    const db = database.db();
    const other = await tellProject(db, 'one', `${it.name}-web`, new Date(it.finishedAt.getTime() - 5 * MINUTE));
    await db
      .insertInto('release')
      .values({
        tenant: 'one',
        project_id: other,
        version: '1',
        sha: it.sha.slice(0, 12),
        first_seen: now,
        last_seen: now,
      })
      .execute();
    const fresh = await tellIssue(db, {
      projectId: other,
      title: 'fresh',
      firstSeen: new Date(it.finishedAt.getTime() + MINUTE),
    });
    await tellEvents(db, { projectId: other, issueId: fresh, at: it.after(300) });
    const found = await errors(it.id, '?hours=1');
    expect(found.projects.map(({ slug, compared }) => [slug, compared])).toEqual([
      [it.name, true],
      [`${it.name}-web`, false],
    ]);
    expect(found).toMatchObject({ verdict: 'too_little_data', windows: { after: { events: 0 } }, newIssues: 1 });
    expect(found.issues).toMatchObject([{ title: 'fresh', after: 300 }]);
  });

  test.each([
    ['not_ended', { result: null }, ago(10), false],
    ['no_project', { repository: 'demo/nobody' }, ago(10), true],
    ['no_time', {}, new Date(now.getTime() - MINUTE), false],
    ['expired', {}, ago(24 * 90), true],
  ] as const)('nothing is compared: %s', async (reason, more, finishedAt, hasTime) => {
    const it = await world(finishedAt, more);
    const found = await errors(it.id);
    expect(found).toMatchObject({ reason, windows: null, verdict: 'too_little_data', ratio: null });
    // Other figures of that time may be there all the same.
    expect(found.around?.after.from ?? null).toBe(hasTime ? finishedAt.toISOString() : null);
  });

  test('nothing of another tenant counts or is told', async () => {
    const it = await world();
    const db = database.db();
    const foreign = await tellProject(db, 'two', it.name, longAgo);
    const issueId = await tellIssue(db, {
      tenant: 'two',
      projectId: foreign,
      title: 'foreign',
      firstSeen: it.finishedAt,
    });
    await tellEvents(db, { tenant: 'two', projectId: foreign, issueId, at: it.after(50) });
    expect(await errors(it.id)).toMatchObject({ issuesTotal: 0, windows: { after: { events: 0 } } });
    for (const part of ['errors', 'notes'])
      expect((await state.api?.get(`/api/v1/deployments/${it.id}/${part}`, state.other))?.status).toBe(404);
  });

  test.each(['hours=0', 'hours=169', 'hours=x', 'minutes=5'])('%s is refused', async (query) => {
    expect((await state.api?.get(`/api/v1/deployments/d-app1/errors?${query}`, state.token))?.status).toBe(400);
  });
});

test('release notes are made of the changes, their labels and the commits that landed with them', async () => {
  const db = database.db();
  const base = { tenant: 'one', provider: 'github', repository: 'demo/notes' };
  await db
    .insertInto('repository')
    .values({ tenant: 'one', provider: 'github', full_name: 'demo/notes', url: 'https://github.com/demo/notes' })
    .execute();
  await tellDeployment(db, { id: 'n0', repository: 'demo/notes', sha: sha(100), finishedAt: ago(20) });
  await db
    .insertInto('change')
    .values([
      {
        ...base,
        number: 1,
        title: 'Round totals',
        state: 'merged',
        merge_sha: sha(101),
        base_branch: 'main',
        created_at: ago(19),
        merged_at: ago(18),
        labels: ['bug'],
        url: 'https://github.com/demo/notes/pull/1',
      },
      {
        ...base,
        number: 2,
        title: 'Carts',
        state: 'merged',
        merge_sha: sha(102),
        base_branch: 'main',
        created_at: ago(19),
        merged_at: ago(17),
      },
    ])
    .execute();
  await db
    .insertInto('commit')
    .values([
      { ...base, sha: sha(100), message: 'first', branch: 'main', committed_at: ago(21), landed_with: sha(100) },
      { ...base, sha: sha(101), message: 'Merge #1', branch: 'main', committed_at: ago(18), landed_with: sha(101) },
      { ...base, sha: sha(102), message: 'Merge #2', branch: 'main', committed_at: ago(17), landed_with: sha(102) },
      {
        ...base,
        sha: sha(103),
        message: 'feat: carts\n\nBREAKING CHANGE: no more baskets\nCloses #9',
        branch: 'main',
        committed_at: ago(17.5),
        landed_with: sha(102),
      },
    ])
    .execute();
  await tellDeployment(db, { id: 'n1', repository: 'demo/notes', sha: sha(102), finishedAt: ago(16) });
  while (!(await settleDora(db)));
  const answer = await state.api?.get('/api/v1/deployments/n1/notes', state.token);
  const notes = ReleaseNotes.parse(answer?.body);
  expect(notes).toMatchObject({
    title: `demo/notes ${sha(102).slice(0, 7)} to production`,
    total: 2,
    compareUrl: `https://github.com/demo/notes/compare/${sha(100)}...${sha(102)}`,
    groups: [
      {
        kind: 'breaking',
        notes: [{ number: 2, kind: 'feature', breakingNotes: ['no more baskets'], references: [{ text: '#9' }] }],
      },
      { kind: 'fix', notes: [{ number: 1 }] },
    ],
  });
  expect(notes.markdown).toContain('- Round totals ([#1](https://github.com/demo/notes/pull/1))');
  expect(notes.markdown).toContain(`[All that changed](https://github.com/demo/notes/compare/`);
  const first = await state.api?.get('/api/v1/deployments/n0/notes', state.token);
  expect(ReleaseNotes.parse(first?.body)).toMatchObject({ compareUrl: null });
});
