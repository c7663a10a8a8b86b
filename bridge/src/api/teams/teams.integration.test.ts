import {
  Cost,
  DeploymentPage,
  Dora,
  DoraChangePage,
  DoraDeploymentPage,
  DoraTeams,
  Team,
  Teams,
} from '@summit/contracts';
import { settleDora } from '../../digest/dora';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { tellDeployment } from '../deployments/testing/told';
import { causesOf, createTestToken, startTestApi, type Answer, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; admin: string; reader: string; other: string } = { admin: '', reader: '', other: '' };
const now = new Date('2026-05-10T12:00:00Z');
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const repositories = ['demo/shop', 'demo/shop-web', 'demo/pay', 'Demo/Pay-api', 'other/pay_x', 'other/payax'];

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db, { now: () => now });
  state.admin = await createTestToken(db, 'one');
  state.reader = await createTestToken(db, 'one', { scopes: ['read'] });
  state.other = await createTestToken(db, 'two');
  for (const [place, repository] of repositories.entries()) {
    const row = { tenant: 'one', provider: 'github', full_name: repository, url: `https://github.com/${repository}` };
    await db.insertInto('repository').values(row).execute();
    // Each repository has as many deployments, and jobs of as many minutes, as its place says.
    for (let n = 0; n <= place; n += 1) {
      const sha = `${place}${n}`.padEnd(40, 'c');
      await tellDeployment(db, { id: `d-${place}-${n}`, repository, sha, finishedAt: ago(20 + n) });
      await rawQuery(
        db,
        `INSERT INTO job_time (at, worked_ms, queue_ms, outcome, tenant, repository, pipeline, job, system, runner, run_id, job_id)
         VALUES ($1, 60000, 0, 'success', 'one', $2, 'ci', 'test', 'github', 'ubuntu', $3, $3)`,
        [ago(5), repository, `r-${place}-${n}`],
      );
    }
  }
  await settleDora(db);
});
afterAll(() => state.api?.close());
beforeEach(async () => {
  await rawQuery(database.db(), `DELETE FROM team`, []);
});

const send = async (method: string, path: string, body?: unknown, token = state.admin): Promise<Answer> => {
  if (!state.api) throw new Error('not started');
  return state.api.send(method, `/api/v1${path}`, token, body);
};
const make = async (name: string, ...patterns: string[]): Promise<Team> => {
  const answer = await send('POST', '/teams', { name, repositories: patterns });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return Team.parse(answer.body);
};
const teams = async (token?: string): Promise<Teams['items']> =>
  Teams.parse((await send('GET', '/teams', undefined, token)).body).items;

describe('what is a team’s', () => {
  test.each([
    ['an exact name, in any capitals', ['demo/SHOP'], ['demo/shop']],
    ['a pattern', ['demo/shop*'], ['demo/shop', 'demo/shop-web']],
    ['an owner’s, in any capitals', ['demo/pay*'], ['Demo/Pay-api', 'demo/pay']],
    ['_ and % are letters like others', ['other/pay_x', 'other/p%'], ['other/pay_x']],
    ['_ in a pattern too', ['other/pay_*'], ['other/pay_x']],
    ['what is not known yet', ['demo/next'], []],
  ])('%s', async (_, patterns, matches) => {
    expect(await make('Own', ...patterns)).toMatchObject({ matches, matchesTotal: matches.length });
  });
});

describe('teams are kept', () => {
  test('made, changed, called otherwise, removed, each on record', async () => {
    await make('Payments', 'demo/pay', 'demo/pay');
    const renamed = await send('PUT', '/teams/Payments', { name: 'Money', repositories: ['demo/pay*'] });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Money', matchesTotal: 2 } });
    expect((await send('PUT', '/teams/Payments', { name: 'Money', repositories: ['x/y'] })).status).toBe(404);
    expect((await send('DELETE', '/teams/Money')).status).toBe(204);
    expect((await send('DELETE', '/teams/Money')).status).toBe(404);
    expect(await teams()).toEqual([]);
    const audit = await rawQuery<{ action: string }>(
      database.db(),
      `SELECT action FROM audit WHERE tenant = 'one' AND subject IN ('Payments', 'Money') ORDER BY id`,
      [],
    );
    expect(audit.map(({ action }) => action)).toEqual(['team.create', 'team.update', 'team.delete']);
  });

  test('a name is one in any capitals', async () => {
    await make('Payments', 'demo/pay');
    await make('Shop', 'demo/shop');
    expect((await send('POST', '/teams', { name: 'payments', repositories: ['a/b'] })).status).toBe(409);
    expect((await send('PUT', '/teams/Shop', { name: 'PAYMENTS', repositories: ['a/b'] })).status).toBe(409);
    const same = await send('PUT', '/teams/Shop', { name: 'SHOP', repositories: ['demo/shop'] });
    expect(same).toMatchObject({ status: 200, body: { name: 'SHOP' } });
  });

  test('all at once, as a file says; applied again it changes nothing', async () => {
    await make('Gone', 'demo/pay');
    await make('Stays', 'demo/pay');
    const [, stays] = await teams();
    const file = {
      teams: [
        { name: 'Stays', repositories: ['demo/pay'] },
        { name: 'New', repositories: ['demo/*'] },
      ],
    };
    const first = Teams.parse((await send('PUT', '/teams', file)).body).items;
    expect(first.map(({ name }) => name)).toEqual(['New', 'Stays']);
    expect(first[1]).toEqual(stays);
    const records = () =>
      rawQuery(database.db(), `SELECT FROM audit WHERE action = 'team.replace'`, []).then((rows) => rows.length);
    const before = await records();
    expect(Teams.parse((await send('PUT', '/teams', file)).body).items).toEqual(first);
    expect(await records()).toBe(before);
    const twice = { teams: [...file.teams, { name: 'stays', repositories: ['x/y'] }] };
    expect((await send('PUT', '/teams', twice)).status).toBe(400);
    // Called otherwise in capitals alone: the old one goes before the new one comes.
    const capitals = { teams: [{ name: 'STAYS', repositories: ['demo/pay'] }] };
    expect(await send('PUT', '/teams', capitals)).toMatchObject({ status: 200, body: { items: [{ name: 'STAYS' }] } });
  });

  test.each([
    ['no name', { name: ' ', repositories: ['a/b'] }],
    ['a name with a slash', { name: 'a/b', repositories: ['a/b'] }],
    ['no repository', { name: 'a', repositories: [] }],
    ['a repository with a space', { name: 'a', repositories: ['a b'] }],
  ])('%s is refused', async (_, body) => {
    expect((await send('POST', '/teams', body)).status).toBe(400);
  });

  test('by administrators; others see them', async () => {
    await make('Shop', 'demo/shop');
    expect(await teams(state.reader)).toHaveLength(1);
    for (const [method, path] of [
      ['POST', '/teams'],
      ['PUT', '/teams'],
      ['PUT', '/teams/Shop'],
      ['DELETE', '/teams/Shop'],
    ] as const)
      expect((await send(method, path, { name: 'Shop', repositories: ['a/b'], teams: [] }, state.reader)).status).toBe(
        403,
      );
  });

  test('of one tenant are not those of another', async () => {
    await make('Shop', 'demo/shop');
    expect(await teams(state.other)).toEqual([]);
    expect((await send('DELETE', '/teams/Shop', undefined, state.other)).status).toBe(404);
    expect((await send('PUT', '/teams', { teams: [] }, state.other)).status).toBe(200);
    expect(await teams()).toHaveLength(1);
    const answer = await send('GET', '/dora?team=Shop', undefined, state.other);
    expect([answer.status, causesOf(answer)]).toEqual([400, ['team: there is no team Shop']]);
  });
});

describe('figures of a team', () => {
  const get = async (path: string): Promise<unknown> => {
    const answer = await send('GET', path);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const frequency = async (query: string): Promise<number> =>
    Dora.parse(await get(`/dora?${query}`)).figures.deploymentFrequency.n;

  test('are those of its repositories, and with a repository of both', async () => {
    await make('Shop', 'demo/shop*');
    await make('Nobody', 'demo/next');
    expect(await frequency('team=Shop')).toBe(1 + 2);
    expect(await frequency('team=Shop')).toBe(await frequency('repository=demo/shop&repository=demo/shop-web'));
    expect(await frequency('team=Shop&repository=demo/shop-web')).toBe(2);
    expect(await frequency('team=Shop&repository=demo/pay')).toBe(0);
    expect(await frequency('team=Nobody')).toBe(0);
    expect(DoraDeploymentPage.parse(await get('/dora/deployments?team=Shop')).items).toHaveLength(3);
    expect(DoraChangePage.parse(await get('/dora/changes?team=Nobody')).items).toEqual([]);
    expect(DeploymentPage.parse(await get('/deployments?team=Shop')).items).toHaveLength(3);
    expect(DeploymentPage.parse(await get('/deployments?team=Nobody')).items).toEqual([]);
  });

  test('beside each other; a repository counts for each of its teams', async () => {
    await make('All', 'demo/*');
    await make('Shop', 'demo/shop*');
    const of = async (query: string) =>
      DoraTeams.parse(await get(`/dora/teams?${query}`)).items.map(({ team, deploymentFrequency }) => [
        team,
        deploymentFrequency.n,
      ]);
    expect(await of('')).toEqual([
      ['All', 1 + 2 + 3 + 4],
      ['Shop', 3],
    ]);
    expect(await of('team=Shop')).toEqual([['Shop', 3]]);
    expect(await of('to=2020-01-01T00:00:00Z')).toEqual([]);
  });

  test('cost, with what is no team’s', async () => {
    await make('All', 'demo/*');
    await make('Shop', 'demo/shop*');
    const cost = async (query: string): Promise<Cost> => Cost.parse(await get(`/cost?${query}`));
    const minutes = ({ items }: Cost) => items.map(({ team, workedMs }) => [team, workedMs / 60_000]);
    const each = await cost('by=team');
    expect(minutes(each)).toEqual([
      [null, 5 + 6],
      ['All', 10],
      ['Shop', 3],
    ]);
    expect(each.itemsTotal).toBe(3);
    expect(minutes(await cost('by=team&limit=1'))).toEqual([[null, 11]]);
    expect(minutes(await cost('by=team&team=Shop'))).toEqual([['Shop', 3]]);
    expect((await cost('by=repository&team=Shop')).total.workedMs).toBe(3 * 60_000);
    expect(await get('/cost.csv?by=team&team=Shop')).toMatch(/,Shop\r\n$/);
  });
});
