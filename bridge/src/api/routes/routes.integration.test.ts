import fc from 'fast-check';
import { openDatabase, rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createCompany, openEvent, type Company } from '../testing/company';
import { causesOf, createTestToken, idsOf, itemsOf, startTestApi, type Answer, type TestApi } from '../testing/server';
import type { ApiDeps } from '../deps';
import type { Route } from './route';

const replay: ApiDeps['replay'] = async (tx, tenant, id) => {
  const gone = await tx.deleteFrom('dead_letter').where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst();
  return gone.numDeletedRows === 1n;
};

// Real sockets and a real database on a machine that may be busy with other tests.
jest.setTimeout(30_000);

const database = withTestDatabase();
const now = new Date();
const state: { api?: TestApi } = {};
const companies = new Map<string, { company: Company; token: string }>();
const tenant = (name: 'north' | 'south') => {
  const found = companies.get(name);
  if (!found) throw new Error('not started');
  return found;
};
const api = (): TestApi => {
  if (!state.api) throw new Error('not started');
  return state.api;
};

beforeAll(async () => {
  state.api = await startTestApi(database.db(), {
    openEvent,
    replay,
    grafana: { issuer: 'http://127.0.0.1:9', jwksUrl: null },
  });
  for (const name of ['north', 'south'])
    companies.set(name, {
      company: await createCompany(database.db(), name, now),
      token: await createTestToken(database.db(), name),
    });
});
afterAll(async () => {
  await state.api?.close();
});

interface Example {
  /** Values for `{…}` in the path, in order. */
  path: (company: Company) => string[];
  query?: (company: Company) => string;
  body?: (company: Company) => unknown;
}
const none = (): string[] => [];
const id = (pick: (company: Company) => string) => (company: Company) => [pick(company)];
const ofLog = (company: Company): string[] => [company.runId, company.logId];

/** How each operation is called on the test company. An operation that is not here fails the test below. */
const examples: Record<string, Example> = {
  listRuns: { path: none, query: () => '?status=failed,success&branch=main&q=cart' },
  getRun: { path: id((c) => c.runId) },
  getRunSpans: { path: id((c) => c.runId) },
  listRunTests: { path: id((c) => c.runId), query: () => '?outcome=failed,retried&q=cart' },
  getRunCoverage: { path: id((c) => c.runId) },
  getCoverageChange: { path: id((c) => c.runId) },
  getCoverageTrend: { path: none, query: () => '?repository=demo/shop&branch=main&pipeline=main-ci' },
  listChangesCoverage: { path: none, query: () => '?repository=demo/shop' },
  listRunProfiles: { path: id((c) => c.runId) },
  listRunArtifacts: { path: id((c) => c.runId) },
  listRunCommands: { path: id((c) => c.runId) },
  listRunLogs: { path: id((c) => c.runId) },
  getLogLines: { path: ofLog, query: () => '?from=1&count=10' },
  getLogOutline: { path: ofLog },
  getLogAnnotations: { path: ofLog },
  searchLog: { path: ofLog, query: () => '?q=fail' },
  seekInLog: { path: ofLog, query: () => '?at=2026-01-31T09:00:00Z' },
  downloadLog: { path: ofLog },
  listTests: { path: none, query: () => '?repository=demo/shop&state=failing&owner=nobody&branch=main&sort=failures' },
  listQuarantine: { path: none, query: () => '?repository=demo/shop' },
  startQuarantine: { path: id((c) => c.testId), body: () => ({ reason: 'Waits for stock' }) },
  endQuarantine: { path: id((c) => c.testId) },
  getTest: { path: id((c) => c.testId), query: () => '?branch=main' },
  listPipelines: { path: none, query: () => '?branch=main&q=shop&sort=slower' },
  getFailureCauses: { path: none, query: () => '?branch=main&q=shop&name=main-ci' },
  listRunners: { path: none, query: () => '?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z' },
  listFailedJobs: { path: none, query: () => '?cause=code&cause=flaky&limit=3' },
  getCost: { path: none, query: () => '?branch=main&q=shop&by=run&step=week&timeZone=Europe/Berlin' },
  exportCost: { path: none, query: () => '?by=runner' },
  getPrices: { path: none },
  listPredictions: { path: none },
  getPredictionReport: { path: none },
  listRecommendations: { path: none, query: () => '?repository=demo/shop' },
  setPrices: {
    path: none,
    body: () => ({
      currency: 'EUR',
      rules: [{ system: 'github', labels: ['ubuntu-*'], perMinute: 0.008, rounding: 'minute' }],
    }),
  },
  listIssues: { path: none, query: () => '?q=is:unresolved%20environment:production%20total' },
  countIssues: { path: none, query: () => '?q=environment:production%20total&project=shop' },
  getIssue: { path: id((c) => c.issueId) },
  updateIssue: { path: id((c) => c.issueId), body: () => ({ status: 'archived' }) },
  listIssueEvents: { path: id((c) => c.issueId) },
  getIssueEvent: { path: (c) => [c.issueId, c.eventIds[1] ?? ''] },
  listDeployments: { path: none, query: () => '?environment=production' },
  listRollbackPolicies: { path: none },
  createRollbackPolicy: {
    path: none,
    body: (c) => ({
      repository: c.repository,
      environment: 'staging',
      action: { kind: 'webhook', url: 'https://deploy.example.org/rollback' },
      conditions: { newFatalIssue: true, worseRatio: null, newIssueEvents: null },
    }),
  },
  updateRollbackPolicy: {
    path: id((c) => c.rollbackPolicyId),
    body: () => ({ conditions: { newFatalIssue: false, worseRatio: 2, newIssueEvents: null }, dryRun: true }),
  },
  rotateRollbackPolicy: { path: id((c) => c.rollbackPolicyId) },
  deleteRollbackPolicy: { path: id((c) => c.rollbackPolicyId) },
  listTeams: { path: none },
  createTeam: { path: none, body: () => ({ name: 'Payments', repositories: ['demo/pay', 'demo/pay-*'] }) },
  setTeams: {
    path: none,
    body: (c) => ({
      teams: [
        { name: c.team, repositories: ['demo/*'] },
        { name: 'Checkout', repositories: ['demo/shop'] },
      ],
    }),
  },
  updateTeam: { path: id((c) => c.team), body: (c) => ({ name: c.team, repositories: ['demo/shop'] }) },
  deleteTeam: { path: id((c) => c.team) },
  listEnvironments: { path: none, query: () => '?environment=production' },
  getDora: { path: none, query: () => '?environment=production&benchmark=2023&step=week' },
  listDoraTeams: { path: none, query: () => '?environment=production&leadTimeStart=merged' },
  listDoraDeployments: { path: none, query: () => '?kind=deploy&failed=true' },
  listDoraChanges: { path: none, query: (c) => `?deployment=${c.deploymentId}` },
  getDeployment: { path: id((c) => c.deploymentId) },
  getReleaseNotes: { path: id((c) => c.deploymentId) },
  getDeploymentErrors: { path: id((c) => c.deploymentId), query: () => '?hours=1' },
  getCommit: { path: id((c) => c.sha) },
  getChange: { path: id((c) => String(c.changeNumber)), query: (c) => `?repository=${c.repository}` },
  getRelease: { path: (c) => [c.slug, c.version] },
  listIncidents: { path: none, query: () => '?status=active' },
  openIncident: {
    path: none,
    body: (c) => ({ title: 'Another', severity: 'low', relatedAlerts: [c.alertId], affectedServices: ['shop'] }),
  },
  getIncident: { path: id((c) => c.incidentId) },
  updateIncident: {
    path: id((c) => c.incidentId),
    body: () => ({ status: 'resolved', comment: 'Done', assignedTo: 'ada' }),
  },
  listIncidentTimeline: { path: id((c) => c.incidentId) },
  addToIncidentTimeline: { path: id((c) => c.incidentId), body: () => ({ type: 'comment', content: 'Looking' }) },
  listAlerts: { path: none, query: () => '?status=firing' },
  getAlert: { path: id((c) => c.alertId) },
  listValues: { path: () => ['releases'], query: () => '?project=shop' },
  stream: { path: none },
  listProjects: { path: none },
  createProject: { path: none, body: () => ({ name: 'Payments' }) },
  getProject: { path: id((c) => c.projectId) },
  listProjectKeys: { path: id((c) => c.projectId) },
  createProjectKey: { path: id((c) => c.projectId), body: () => ({ label: 'second' }) },
  revokeProjectKey: { path: (c) => [c.projectId, c.publicKey] },
  listTokens: { path: none },
  createToken: { path: none, body: () => ({ name: 'new', kind: 'grafana', scopes: ['read'] }) },
  revokeToken: { path: () => ['00000000-0000-0000-0000-000000000000'] },
  getHome: { path: none, query: () => '?name=ada' },
  listHooks: { path: none },
  createHook: { path: none, body: () => ({ provider: 'github' }) },
  rotateHook: { path: id((c) => c.hookId), body: () => ({}) },
  deleteHook: { path: id((c) => c.hookId) },
  listBackfills: { path: none },
  createBackfill: {
    path: none,
    body: () => ({
      provider: 'github',
      token: 'ghp_secret',
      repositories: ['demo/shop'],
      since: '2026-01-01T00:00:00Z',
    }),
  },
  getBackfill: { path: id((c) => c.backfillId) },
  pauseBackfill: { path: id((c) => c.backfillId) },
  resumeBackfill: { path: id((c) => c.backfillId), body: () => ({ token: 'ghp_another' }) },
  deleteBackfill: { path: id((c) => c.backfillId) },
  listGrafanaOrgs: { path: none },
  bindGrafanaOrg: { path: none, body: (c) => ({ orgId: c.tenant === 'north' ? 1 : 2 }) },
  unbindGrafanaOrg: { path: id((c) => (c.tenant === 'north' ? '1' : '2')) },
  listDeadLetters: { path: none },
  getDeadLetter: { path: id((c) => c.deadLetterId) },
  replayDeadLetter: { path: id((c) => c.deadLetterId) },
  getLedger: { path: none },
  getDoctor: { path: none },
  getMe: { path: none },
  getHealth: { path: none },
  getReady: { path: none },
  getMetrics: { path: none },
  getOpenApi: { path: none },
};

function example(route: Route, company: Company): { path: string; body: unknown } {
  const found = examples[route.operationId];
  if (!found) throw new Error(`no example of ${route.operationId}`);
  const values = found.path(company).map(encodeURIComponent);
  const path = route.path.replace(/\{\w+\}/g, () => values.shift() ?? '');
  return { path: path + (found.query?.(company) ?? ''), body: found.body?.(company) };
}

const call = (route: Route, of: Company, token: string): Promise<Answer> => {
  const { path, body } = example(route, of);
  return api().send(route.method.toUpperCase(), path, token, body);
};

/** Reads before writes, and removals last, so that each finds what it is about. */
const order: Record<string, number> = { get: 0, post: 1, put: 2, delete: 3 };
const inOrder = (): Route[] =>
  api()
    .routes.filter((route) => route.operationId !== 'stream')
    .sort((a, b) => (order[a.method] ?? 0) - (order[b.method] ?? 0));

/** Every row of the tenant's tables, to see that nothing of it changed. `token` notes when it was used. */
async function dump(of: string): Promise<unknown> {
  const tables = [
    'project',
    'dsn_key',
    'hook',
    'grafana_org',
    'team',
    'issue',
    'incident',
    'incident_timeline',
    'alert',
    'test_quarantine',
    'dead_letter',
    'audit',
    'change_feed',
  ];
  return Promise.all(
    tables.map((table) => rawQuery(database.db(), `SELECT t::text FROM ${table} t WHERE tenant = $1 ORDER BY 1`, [of])),
  );
}

test('the tables of routes and of examples name the same operations', () => {
  expect(Object.keys(examples).sort()).toEqual(
    api()
      .routes.map((route) => route.operationId)
      .sort(),
  );
});

describe('without a token', () => {
  test('each route but the public ones is 401, whatever else is wrong', async () => {
    for (const route of api().routes) {
      const answer = await call(route, tenant('north').company, '');
      expect([route.operationId, answer.status]).toEqual([route.operationId, route.access === 'public' ? 200 : 401]);
      if (route.access !== 'public') expect(answer.body).toEqual({ detail: expect.any(String), causes: [] });
    }
  });

  test('public routes say nothing of a tenant', async () => {
    for (const route of api().routes.filter((one) => one.access === 'public')) {
      const text = JSON.stringify((await call(route, tenant('north').company, '')).body);
      expect(text).not.toMatch(/north|south|SHOP-/);
    }
  });
});

describe('unknown ids', () => {
  const strange = [
    'nothing-like-it',
    '0',
    '-1',
    '999999999999999999',
    '99999999999999999999999999',
    '%00',
    '%ff',
    '..%2f..%2fetc',
    '%27%20OR%201=1--',
    '00000000-0000-0000-0000-000000000000',
    'ffffffffffffffffffffffffffffffff',
    '💥',
    'constructor',
    '__proto__',
    'x'.repeat(5000),
  ];
  /** Without these the call is wrong before the id is. */
  const needed: Readonly<Record<string, string>> = {
    getChange: '?repository=x',
    searchLog: '?q=x',
    seekInLog: '?at=2026-01-31T09:00:00Z',
  };
  test('are 404 or 400 with an error body, never 5xx', async () => {
    const { token } = tenant('north');
    for (const route of api().routes.filter((one) => one.path.includes('{')))
      for (const value of strange) {
        const path = route.path.replace(/\{\w+\}/g, value) + (needed[route.operationId] ?? '');
        const { body } = example(route, tenant('north').company);
        const answer = await api().send(route.method.toUpperCase(), path, token, body);
        const expected = route.operationId === 'listValues' || value === '%ff' ? 400 : 404;
        expect([route.operationId, value.slice(0, 40), answer.status]).toEqual([
          route.operationId,
          value.slice(0, 40),
          expected,
        ]);
        expect(answer.body).toEqual({ detail: expect.any(String), causes: expect.any(Array) });
      }
  });

  test('addresses that are none, and methods that are not taken', async () => {
    const { token } = tenant('north');
    expect(await api().get('/api/v1/nothing', token)).toMatchObject({ status: 404, body: { causes: [] } });
    expect(await api().get('/', '')).toMatchObject({ status: 404 });
    const patched = await api().send('PATCH', '/api/v1/incidents', token, {});
    expect(patched.status).toBe(405);
    expect(patched.headers.get('allow')).toBe('GET, POST');
  });
});

describe('two tenants', () => {
  test("one's token reaches nothing of the other's, reading or writing, and changes nothing of it", async () => {
    const [north, south] = [tenant('north'), tenant('south')];
    const before = await dump('south');
    for (const route of inOrder().filter((one) => one.path.includes('{') && one.operationId !== 'listValues')) {
      const answer = await call(route, south.company, north.token);
      // Ids that the world chose are the same in both tenants: these answer, with their own tenant's things.
      const shared = [
        'getRun',
        'getRunSpans',
        'listRunTests',
        'getRunCoverage',
        'getCoverageChange',
        'listRunProfiles',
        'listRunArtifacts',
        'listRunCommands',
        'listRunLogs',
        'getDeployment',
        'getReleaseNotes',
        'getDeploymentErrors',
        'getCommit',
        'getChange',
        'getRelease',
      ].includes(route.operationId);
      expect([route.operationId, answer.status]).toEqual([route.operationId, shared ? 200 : 404]);
      const text = JSON.stringify(answer.body);
      for (const secret of [south.company.issueId, south.company.incidentId, south.company.projectId])
        expect(text).not.toContain(`"${secret}"`);
    }
    expect(await dump('south')).toEqual(before);
  });

  test('lists hold what is own, and all of it', async () => {
    for (const name of ['north', 'south'] as const) {
      const { company, token } = tenant(name);
      expect(idsOf(await api().get('/api/v1/issues', token))).toEqual([company.issueId]);
      expect(idsOf(await api().get('/api/v1/tests', token))).toEqual([company.testId]);
      expect(idsOf(await api().get(`/api/v1/runs/${company.runId}/tests`, token))).toHaveLength(1);
      expect(idsOf(await api().get('/api/v1/incidents', token))).toEqual([company.incidentId]);
      expect(idsOf(await api().get('/api/v1/alerts', token))).toEqual([company.alertId]);
      expect(idsOf(await api().get('/api/v1/projects', token))).toEqual([company.projectId]);
      expect(idsOf(await api().get('/api/v1/dead-letters', token))).toEqual([company.deadLetterId]);
      expect(idsOf(await api().get('/api/v1/hooks', token))).toEqual([company.hookId]);
      expect(itemsOf(await api().get('/api/v1/tokens', token)).items).toHaveLength(1);
      expect((await api().get('/api/v1/values/environments', token)).body).toEqual({ items: ['production'] });
    }
  });

  test('search, filters and cursors of one do not see the other', async () => {
    const { token, company } = tenant('north');
    for (const query of [
      'q=total',
      'release=shop@4.18.0',
      'environment=production',
      'project=shop',
      'q=browser:"Chrome 141"',
      'level=error',
      'status=unresolved',
    ])
      expect(idsOf(await api().get(`/api/v1/issues?${encodeURI(query)}`, token))).toEqual([company.issueId]);
    const other = tenant('south').company.projectId;
    expect(idsOf(await api().get(`/api/v1/issues?project=${other}`, token))).toEqual([]);
  });

  test('raw events come from the own tenant, though their ids are equal', async () => {
    for (const name of ['north', 'south'] as const) {
      const { company, token } = tenant(name);
      const event = await api().get(`/api/v1/issues/${company.issueId}/events/${company.eventIds[1]}`, token);
      expect(event.body).toMatchObject({
        raw: { tenant: name },
        previous: company.eventIds[0],
        next: company.eventIds[2],
      });
    }
  });
});

describe('fuzzed parameters', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '',
      '0',
      '-1',
      '1e309',
      'NaN',
      'null',
      'true',
      '2026-13-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '0001-01-01T00:00:00Z',
      '%',
      '_',
      '\\',
      "'",
      '"',
      'is:',
      'is:x',
      ':',
      'a:b',
      'browser:"',
      '(',
      '\u0000',
      '\ud800',
      'x'.repeat(3000),
    ),
    fc.base64String({ maxLength: 80 }),
    fc
      .tuple(fc.constantFrom('queuedAt', 'lastSeen', 'count', 'id'), fc.string(), fc.string())
      .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
  );

  test('are answered 200 or 400 that names the parameter, never 5xx', async () => {
    const { token } = tenant('north');
    const lists = api().routes.filter(
      (route) => route.method === 'get' && Object.keys(route.query.shape).length > 0 && route.operationId !== 'stream',
    );
    expect(lists.length).toBeGreaterThan(5);
    const pathOf = (route: Route): string => example(route, tenant('north').company).path.split('?')[0] ?? '';
    const called = (operation: string): Route => {
      const route = lists.find(({ operationId }) => operationId === operation);
      if (!route) throw new Error(`no ${operation}`);
      return route;
    };
    // By name, so that a counterexample can be read.
    const anyCall = fc
      .constantFrom(...lists.map(({ operationId }) => operationId))
      .chain((operation) =>
        fc
          .dictionary(
            fc.oneof(
              { weight: 9, arbitrary: fc.constantFrom(...Object.keys(called(operation).query.shape)) },
              { weight: 1, arbitrary: fc.string() },
            ),
            fc.oneof(odd, fc.array(odd, { maxLength: 3 })),
            { minKeys: 1, maxKeys: 3 },
          )
          .map((query) => ({ operation, query })),
      );
    await fc.assert(
      fc.asyncProperty(anyCall, async ({ operation, query }) => {
        const route = called(operation);
        const parameters = new URLSearchParams();
        for (const [key, value] of Object.entries(query)) for (const one of [value].flat()) parameters.append(key, one);
        const answer = await api().get(`${pathOf(route)}?${parameters.toString()}`, token);
        // A commit or change is looked up within the repository that a parameter names.
        expect(route.path.includes('{') ? [200, 400, 404] : [200, 400]).toContain(answer.status);
        if (answer.status === 400) expect(causesOf(answer).length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    '0001-01-01T00:00:00Z',
    '0000-12-31T23:59:59+14:00',
    '0999-12-31T23:59:59Z',
    '1000-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999-12:00',
    '3999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59Z',
  ])('the time %s is 200 or 400 as every end of a range', async (time) => {
    const { token, company } = tenant('north');
    const times = new Set(['from', 'to', 'at']);
    let asked = 0;
    for (const route of api().routes.filter(({ method }) => method === 'get'))
      for (const name of Object.keys(route.query.shape).filter((one) => times.has(one)))
        for (const zone of 'timeZone' in route.query.shape
          ? ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']
          : ['']) {
          const [path = '', rest = ''] = example(route, company).path.split('?');
          const parameters = new URLSearchParams(rest);
          parameters.set(name, time);
          if (zone) parameters.set('timeZone', zone);
          const answer = await api().get(`${path}?${parameters.toString()}`, token);
          const told = `${route.operationId} ${name}=${time} ${zone}: ${answer.status}`;
          expect(told).toMatch(/: (200|400)$/);
          asked++;
        }
    expect(asked).toBeGreaterThan(10);
  });

  test('bodies of any JSON are 2xx, 400, 403, 404 or 409, never 5xx', async () => {
    const { token, company } = tenant('south');
    const writes = api().routes.filter((route) => route.method === 'post' || route.method === 'put');
    const body = fc.oneof(
      fc.json(),
      fc
        .record(
          {
            title: odd,
            severity: fc.constantFrom('high', 'no'),
            status: fc.constantFrom('open', 'resolved', 'x'),
            content: odd,
            type: fc.constantFrom('comment', 'action'),
            metadata: fc.dictionary(odd, fc.jsonValue()),
            name: odd,
            kind: fc.constant('service'),
            scopes: fc.constant(['read']),
            relatedAlerts: fc.array(odd),
            provider: fc.constant('github'),
            orgId: fc.double(),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writes), body, async (route, text) => {
        const { path } = example(route, company);
        const answer = await api().send(route.method.toUpperCase(), path, token, text);
        expect([200, 201, 204, 400, 403, 404, 409]).toContain(answer.status);
      }),
      { numRuns: 300 },
    );
  });

  test('errors tell nothing of the inside', async () => {
    const failed = api().logged.filter((line) => line.level === 'error');
    expect(failed).toEqual([]);
  });
});

describe('each documented route', () => {
  test('answers its own status, in the shape that the document promises', async () => {
    const { company, token } = await freshTenant('east');
    for (const route of inOrder()) {
      const answer = await call(route, company, token);
      const expected = route.operationId === 'revokeToken' ? 404 : route.status;
      expect([route.operationId, answer.status, answer.body]).toEqual([route.operationId, expected, answer.body]);
      if (route.status !== 204 && answer.status === route.status)
        expect(route.answer.safeParse(answer.body).error).toBeUndefined();
    }
  });

  test('that writes leaves a line in the audit log, under its actor', async () => {
    const actions = await rawQuery<{ action: string; actor: string }>(
      database.db(),
      'SELECT DISTINCT action, actor FROM audit WHERE tenant = $1 ORDER BY 1',
      ['east'],
    );
    expect(actions).toEqual(
      [
        'backfill.create',
        'backfill.delete',
        'backfill.pause',
        'backfill.resume',
        'dead_letter.replay',
        'grafana_org.bind',
        'grafana_org.unbind',
        'hook.create',
        'hook.delete',
        'hook.rotate',
        'incident.open',
        'incident.timeline',
        'incident.update',
        'issue.status',
        'prices.set',
        'project.create',
        'project.key.create',
        'project.key.revoke',
        'rollback_policy.create',
        'rollback_policy.delete',
        'rollback_policy.rotate',
        'rollback_policy.update',
        'team.create',
        'team.delete',
        'team.replace',
        'team.update',
        'test.quarantine',
        'test.unquarantine',
        'token.create',
      ].map((action) => ({ action, actor: 'service:test' })),
    );
  });

  test('sets headers that keep its answer from being framed, sniffed, cached or shared', async () => {
    const { token } = tenant('north');
    for (const path of ['/api/v1/runs', '/api/v1/nothing', '/health']) {
      const { headers } = await api().get(path, token, {
        origin: 'https://evil.test',
        'x-request-id': 'request-12345',
      });
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
        'x-request-id': 'request-12345',
      });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect((await api().get('/health', '', { 'x-request-id': 'bad\tid' })).headers.get('x-request-id')).not.toContain(
      'bad',
    );
  });
});

async function freshTenant(name: string) {
  return { company: await createCompany(database.db(), name, now), token: await createTestToken(database.db(), name) };
}

describe('bodies', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    api().send('POST', '/api/v1/incidents', tenant('north').token, body, headers);

  test.each([
    ['broken JSON', '{"title":', {}, 400],
    ['nothing', '', {}, 400],
    ['another type', 'title=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a compressed body', '{}', { 'content-encoding': 'gzip' }, 415],
    ['too large a body', JSON.stringify({ title: 'x'.repeat(300_000) }), {}, 413],
    ['NUL in text', '{"title":"a\\u0000b","severity":"low"}', {}, 400],
    ['half a character', '{"title":"a\\ud800b","severity":"low"}', {}, 400],
    ['a wrong word', '{"title":"x","severity":"awful"}', {}, 400],
    ['an alert of nobody', '{"title":"x","severity":"low","relatedAlerts":["x"]}', {}, 400],
  ])('%s', async (_what, body, headers, status) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ detail: expect.any(String) });
  });

  test('name every wrong field at once', async () => {
    const answer = await post('{"severity":"awful","affectedServices":"shop"}');
    expect(causesOf(answer).map((cause) => cause.split(':')[0])).toEqual(['title', 'severity', 'affectedServices']);
  });

  test('parameters too', async () => {
    const answer = await api().get(
      '/api/v1/runs?limit=0&status=odd&from=yesterday&statuss=failed',
      tenant('north').token,
    );
    expect(answer.status).toBe(400);
    expect(causesOf(answer).map((cause) => cause.split(':')[0])).toEqual(['status.0', 'from', 'limit', 'statuss']);
  });
});

test('a database that is away is 503 with Retry-After, not 500', async () => {
  const db = openDatabase({ url: 'postgres://nobody@127.0.0.1:9/none', poolSize: 1 });
  const away = await startTestApi(db);
  const answer = await away.get('/api/v1/runs', 'summit_any-token-that-has-length');
  expect(answer).toMatchObject({ status: 503, body: { detail: 'The database does not answer.' } });
  expect(answer.headers.get('retry-after')).toBe('2');
  await away.close();
  await db.destroy();
});
