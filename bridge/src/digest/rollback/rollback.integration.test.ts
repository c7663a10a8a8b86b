import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spread, tellDeployment, tellEvents, tellIssue, tellProject } from '../../api/deployments/testing/told';
import { withTestDatabase } from '../../testing/database';
import { settleDora } from '../dora';
import { call, type Call } from './call';
import { decide } from './evaluate';
import { watchDeployments, type WatchOptions } from './index';
import { createMeasure } from './measure';
import { askPrometheus, type PrometheusOptions } from './prometheus';

jest.setTimeout(60_000);

const database = withTestDatabase();
const MINUTE = 60_000;
const finishedAt = new Date('2026-05-10T12:00:00Z');
const after = (minutes: number): Date => new Date(finishedAt.getTime() + minutes * MINUTE);
const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Said {
  status: number;
  body: string;
  headers?: Record<string, string>;
}
const nothing: Received = { path: '', headers: {}, body: '' };
/** A receiver as people would run it; it answers what is next, and 200 from then on. */
const receiver = {
  received: new Array<Received>(),
  answers: new Array<number | 'cut' | Said>(),
  server: undefined as Server | undefined,
  url: '',
};
beforeAll(async () => {
  receiver.server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      receiver.received.push({ path: req.url ?? '', headers: req.headers, body: Buffer.concat(chunks).toString() });
      const answer = receiver.answers.shift() ?? 200;
      if (answer === 'cut') req.socket.destroy();
      else if (typeof answer === 'object')
        res.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
      else res.writeHead(answer, { location: `${receiver.url}/elsewhere` }).end('thanks');
    });
  });
  await new Promise<void>((ready) => receiver.server?.listen(0, '127.0.0.1', ready));
  receiver.url = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((done) => receiver.server?.close(done)));
beforeEach(async () => {
  receiver.received.length = 0;
  receiver.answers.length = 0;
  await database.db().deleteFrom('rollback_policy').execute();
});

const options = (minutes: number, more: Partial<WatchOptions> = {}): WatchOptions => ({
  now: () => after(minutes),
  open: (sealed) => sealed,
  allowPrivate: true,
  onFailure: (error) => {
    throw error;
  },
  ...more,
});

const counter = { n: 0 };
interface Wanted {
  tenant?: string;
  dryRun?: boolean;
  enabled?: boolean;
  conditions?: object;
  task?: string;
  sha?: string;
  url?: string;
  action?: object;
  secret?: string;
}
/** A place of its own: a project, a deployment before, one that is watched, and a policy. */
async function place(wanted: Wanted = {}) {
  const db = database.db();
  const name = `app${++counter.n}`;
  const tenant = wanted.tenant ?? 'one';
  const repository = `demo/${name}`;
  const projectId = await tellProject(db, tenant, name, new Date('2026-01-01T00:00:00Z'));
  const sha = (text: string): string => Buffer.from(`${name}${text}`).toString('hex').padEnd(40, '0').slice(0, 40);
  const base = { tenant, repository };
  await tellDeployment(db, { ...base, id: `${name}-1`, sha: sha('a'), finishedAt: after(-600) });
  await tellDeployment(db, {
    ...base,
    id: `${name}-2`,
    sha: wanted.sha ?? sha('b'),
    finishedAt,
    ...(wanted.task !== undefined && { task: wanted.task }),
  });
  while (!(await settleDora(db)));
  await db
    .insertInto('rollback_policy')
    .values({
      ...{ tenant, id: name, repository, environment: 'production', window_minutes: 60, created_by: 'ada' },
      enabled: wanted.enabled ?? true,
      dry_run: wanted.dryRun ?? false,
      conditions: JSON.stringify({ newFatalIssue: true, worseRatio: null, newIssueEvents: null, ...wanted.conditions }),
      ...(wanted.action && { action: JSON.stringify(wanted.action) }),
      url: wanted.url ?? receiver.url,
      secret: Buffer.from(wanted.secret ?? secret),
    })
    .execute();
  const fails = async (minutes: readonly number[], level = 'fatal', firstSeen = after(minutes[0] ?? 0)) => {
    const issueId = await tellIssue(db, { tenant, projectId, title: 'Boom', level, firstSeen });
    await tellEvents(db, { tenant, projectId, issueId, level, at: minutes.map(after) });
  };
  const decision = () =>
    db.selectFrom('rollback_decision').selectAll().where('policy_id', '=', name).executeTakeFirst();
  const policy = () => db.selectFrom('rollback_policy').selectAll().where('id', '=', name).executeTakeFirstOrThrow();
  const audited = async () =>
    (
      await db
        .selectFrom('audit')
        .select(['action', 'actor'])
        .where('subject', '=', `${name}-2`)
        .orderBy('id')
        .execute()
    ).map(({ action }) => action);
  return { name, sha, repository, projectId, fails, decision, policy, audited };
}

describe('a deployment that breaks something', () => {
  test('is told once, signed, with what it rests on', async () => {
    const it = await place();
    await it.fails([1, 2]);
    await watchDeployments(database.db(), options(3));
    await watchDeployments(database.db(), options(4));
    await watchDeployments(database.db(), options(50));
    expect(receiver.received).toHaveLength(1);
    const [{ headers, body } = nothing] = receiver.received;
    const decision = await it.decision();
    const id = String(headers['webhook-id']);
    expect(id).toBe(decision?.id);
    const signed = createHmac('sha256', key)
      .update(`${id}.${String(headers['webhook-timestamp'])}.${body}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signed}`);
    expect(Number(headers['webhook-timestamp'])).toBe(after(3).getTime() / 1000);
    expect(JSON.parse(body)).toMatchObject({
      type: 'deployment.rollback',
      data: {
        decision: id,
        repository: it.repository,
        environment: 'production',
        deployment: { id: `${it.name}-2`, commit: it.sha('b') },
        previous: { id: `${it.name}-1`, commit: it.sha('a') },
        reasons: [expect.stringMatching(/^new fatal issue .*: Boom$/)],
        evidence: { newIssues: [{ title: 'Boom', level: 'fatal', events: 2 }] },
      },
    });
    expect(decision).toMatchObject({ state: 'delivered', attempts: 1, last_answer: 'answered 200' });
    expect(await it.audited()).toEqual(['rollback.decide', 'rollback.delivered']);
  });

  test('in a dry run is told to nobody, and kept as what would have been done', async () => {
    const it = await place({ dryRun: true });
    await it.fails([1]);
    await watchDeployments(database.db(), options(3));
    await watchDeployments(database.db(), options(4));
    expect(receiver.received).toEqual([]);
    expect(await it.decision()).toMatchObject({ state: 'dry_run', attempts: 0 });
    expect(await it.audited()).toEqual(['rollback.would']);
    // What was decided dry stays so, also when the policy is made to act: the next deployment counts.
    await database.db().updateTable('rollback_policy').set({ dry_run: false }).where('id', '=', it.name).execute();
    await watchDeployments(database.db(), options(5));
    expect(receiver.received).toEqual([]);
  });

  test('is found by a verdict on as long a time before', async () => {
    const it = await place({ conditions: { newFatalIssue: false, worseRatio: 3 } });
    await it.fails(
      spread(new Date(0), 10, 10).map((at) => at.getTime() - 11),
      'error',
      after(-600),
    );
    await it.fails(
      spread(new Date(0), 10, 60).map((at) => at.getTime()),
      'error',
      after(-600),
    );
    await decide(database.db(), after(4));
    expect(await it.decision()).toBeUndefined();
    await watchDeployments(database.db(), options(10));
    const decision = await it.decision();
    expect(decision?.evidence).toMatchObject({ verdict: 'worse', before: 10, after: 60 });
    expect(decision?.reasons).toEqual([expect.stringMatching(/^errors are worse: /)]);
    expect(receiver.received).toHaveLength(1);
  });

  test('is found by many events of new issues in a short time, and not by as many over a long one', async () => {
    const it = await place({ conditions: { newFatalIssue: false, newIssueEvents: { events: 5, minutes: 3 } } });
    await it.fails([1, 3, 5, 7, 9, 11, 13], 'error');
    for (const minute of [2, 5, 8, 14]) await decide(database.db(), after(minute));
    expect(await it.decision()).toBeUndefined();
    await it.fails([20, 20.5, 21, 21.5, 22], 'error');
    await decide(database.db(), after(22.5));
    expect((await it.decision())?.reasons).toEqual(['5 events of new issues within 3 minutes']);
  });
});

describe('nobody is told', () => {
  test.each<[string, Wanted, number, string]>([
    ['of a rollback, by its task', { task: 'rollback' }, 3, 'it is a rollback itself'],
    ['after the window', {}, 61, 'its window is over'],
    ['where nothing is new', { conditions: { newFatalIssue: false, worseRatio: 2 } }, 3, 'no condition holds'],
  ])('%s', async (_name, wanted, minutes, reason) => {
    const it = await place(wanted);
    await it.fails([1]);
    await watchDeployments(database.db(), options(minutes));
    expect(await it.decision()).toBeUndefined();
    expect(receiver.received).toEqual([]);
    expect(await it.policy()).toMatchObject({
      checked_reason: reason,
      checked_deployment: `${it.name}-2`,
      checked_at: after(minutes),
    });
  });

  test('of a deployment that goes back to the commit before', async () => {
    const it = await place();
    await tellDeployment(database.db(), {
      id: `${it.name}-3`,
      repository: it.repository,
      sha: it.sha('a'),
      finishedAt: after(10),
    });
    while (!(await settleDora(database.db())));
    await it.fails([11]);
    await watchDeployments(database.db(), options(12));
    expect(receiver.received).toEqual([]);
    expect(await it.policy()).toMatchObject({
      checked_reason: 'it is a rollback itself',
      checked_deployment: `${it.name}-3`,
    });
  });

  test('by a policy that is off, and of errors elsewhere', async () => {
    const off = await place({ enabled: false });
    await off.fails([1]);
    const it = await place();
    const projectId = await tellProject(database.db(), 'two', it.name, new Date(0));
    const issueId = await tellIssue(database.db(), {
      tenant: 'two',
      projectId,
      title: 'Foreign',
      level: 'fatal',
      firstSeen: after(1),
    });
    await tellEvents(database.db(), { tenant: 'two', projectId, issueId, at: [after(1)] });
    await watchDeployments(database.db(), options(3));
    expect([await off.decision(), await it.decision()]).toEqual([undefined, undefined]);
    expect((await off.policy()).checked_at).toBeNull();
  });

  test('of the first deployment: there is nothing to go back to', async () => {
    const it = await place();
    const db = database.db();
    await db.updateTable('rollback_policy').set({ environment: 'staging' }).where('id', '=', it.name).execute();
    await watchDeployments(db, options(3));
    expect(await it.policy()).toMatchObject({
      checked_reason: 'nothing was deployed there yet',
      checked_deployment: null,
    });
    await tellDeployment(db, {
      id: `${it.name}-s`,
      repository: it.repository,
      sha: it.sha('c'),
      environment: 'staging',
      finishedAt,
    });
    await watchDeployments(db, options(3));
    expect(await it.policy()).toMatchObject({ checked_reason: 'what it was is being worked out' });
    while (!(await settleDora(db)));
    await watchDeployments(db, options(3));
    expect(await it.policy()).toMatchObject({ checked_reason: 'there is nothing to go back to' });
  });
});

describe('once, whatever happens', () => {
  test('two bridges at once decide once and tell once', async () => {
    const it = await place();
    await it.fails([1]);
    await Promise.all(Array.from({ length: 6 }, () => watchDeployments(database.db(), options(3))));
    await watchDeployments(database.db(), options(3.1));
    expect(receiver.received).toHaveLength(1);
    expect(await it.decision()).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  test('a bridge that dies between the row and the call leaves it to the next, after its lease', async () => {
    const it = await place();
    await it.fails([1]);
    const dies = options(3, { call: () => Promise.reject(new Error('killed')) });
    await expect(watchDeployments(database.db(), dies)).rejects.toThrow('killed');
    expect(await it.decision()).toMatchObject({ state: 'pending', attempts: 1 });
    await watchDeployments(database.db(), options(3.4));
    expect(receiver.received).toHaveLength(0);
    await watchDeployments(database.db(), options(3.6));
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.headers['webhook-id']).toBe((await it.decision())?.id);
    expect(await it.decision()).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  test('a bridge that comes back too late calls nobody', async () => {
    const it = await place();
    await it.fails([1]);
    const dies = options(3, { call: () => Promise.reject(new Error('killed')) });
    await expect(watchDeployments(database.db(), dies)).rejects.toThrow('killed');
    await watchDeployments(database.db(), options(19));
    expect(receiver.received).toHaveLength(0);
    expect(await it.decision()).toMatchObject({ state: 'failed', last_answer: 'nobody could be called in time' });
  });

  test('a bridge that dies after the call tells the same again, by the same id', async () => {
    const it = await place();
    await it.fails([1]);
    const dies = options(3, {
      call: async (given: Call) => {
        await call(given);
        throw new Error('killed');
      },
    });
    await expect(watchDeployments(database.db(), dies)).rejects.toThrow('killed');
    await watchDeployments(database.db(), options(4));
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
  });

  test('who is away is called again by the same id; who refuses is not', async () => {
    const it = await place();
    await it.fails([1]);
    receiver.answers.push(503, 'cut', 429);
    for (const minutes of [3, 3.01, 3.1, 3.4, 4]) await watchDeployments(database.db(), options(minutes));
    expect(receiver.received).toHaveLength(4);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await it.decision()).toMatchObject({ state: 'delivered', attempts: 4 });

    const refused = await place();
    await refused.fails([1]);
    receiver.answers.push(302);
    for (const minutes of [3, 5]) await watchDeployments(database.db(), options(minutes));
    // A redirect is not followed either.
    expect(receiver.received).toHaveLength(5);
    expect(await refused.decision()).toMatchObject({ state: 'failed', last_answer: 'answered 302' });
    expect(await refused.audited()).toEqual(['rollback.decide', 'rollback.failed']);
  });

  test('nobody is told a quarter of an hour late, nor of what another deployment replaced', async () => {
    const late = await place();
    await late.fails([1]);
    receiver.answers.push(...Array.from({ length: 50 }, () => 500));
    for (let minutes = 3; minutes < 20; minutes += 0.5) await watchDeployments(database.db(), options(minutes));
    expect(await late.decision()).toMatchObject({ state: 'failed', last_answer: 'answered 500' });
    const calls = receiver.received.length;

    const replaced = await place();
    await replaced.fails([1]);
    receiver.answers.splice(0, Infinity, 500);
    await watchDeployments(database.db(), options(3));
    await tellDeployment(database.db(), {
      id: `${replaced.name}-3`,
      repository: replaced.repository,
      sha: replaced.sha('c'),
      finishedAt: after(3.05),
    });
    await watchDeployments(database.db(), options(4));
    expect(receiver.received).toHaveLength(calls + 1);
    expect(await replaced.decision()).toMatchObject({ state: 'overtaken' });
  });

  test('a policy that cannot be looked at keeps no other waiting', async () => {
    const broken = await place({ conditions: { newIssueEvents: 'many' } });
    const it = await place();
    await it.fails([1]);
    await watchDeployments(database.db(), options(3));
    expect(receiver.received).toHaveLength(1);
    expect(await broken.policy()).toMatchObject({ checked_reason: 'its conditions cannot be read' });
  });
});

describe('a workflow or a pipeline', () => {
  const token = 'glpat-not-a-real-one';
  const root = () => new URL('/api/v4', receiver.url).href;
  const github = { kind: 'github', repository: 'demo/deploy', workflow: 'rollback.yml', ref: 'main' };
  const gitlab = { kind: 'gitlab', project: 'demo/group/deploy', ref: 'main', auth: 'token' };
  /** Broken, and asked for at minute 3. */
  const breaks = async (action: object, more: Partial<WatchOptions> = {}) => {
    const it = await place({ action, url: root(), secret: token });
    await it.fails([1]);
    const asked = watchDeployments(database.db(), options(3, more));
    return { it, asked, later: (minutes: number) => watchDeployments(database.db(), options(minutes)) };
  };
  const sent = () =>
    receiver.received.map(({ path, headers, body }) => ({ path, headers, body: JSON.parse(body) as unknown }));

  test('of GitHub is dispatched with what is to be done, and once', async () => {
    receiver.answers.push({ status: 204, body: '' });
    const { it, asked, later } = await breaks(github);
    await asked;
    for (const minutes of [3.2, 4, 17]) await later(minutes);
    const decision = await it.decision();
    expect(sent()).toMatchObject([
      {
        path: '/api/v4/repos/demo/deploy/actions/workflows/rollback.yml/dispatches',
        headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
        body: {
          ref: 'main',
          inputs: {
            decision: decision?.id,
            deployment: `${it.name}-2`,
            environment: 'production',
            commit: it.sha('b'),
            previous_commit: it.sha('a'),
          },
        },
      },
    ]);
    expect(sent()[0]?.headers).not.toHaveProperty('webhook-signature');
    expect(decision).toMatchObject({ state: 'delivered', attempts: 1, last_answer: 'answered 204' });
    expect(await it.audited()).toEqual(['rollback.decide', 'rollback.delivered']);
  });

  test('of GitLab is run by a token of the API, or by a trigger token, which is in the body alone', async () => {
    const said = {
      status: 201,
      body: JSON.stringify({ id: 61, ref: 'main', status: 'pending', web_url: 'https://gitlab.example.com/p/61' }),
    };
    receiver.answers.push(said, said);
    const first = await breaks(gitlab);
    await first.asked;
    const second = await breaks({ ...gitlab, project: '42', auth: 'trigger' });
    await second.asked;
    const [api, trigger] = sent();
    expect(api).toMatchObject({
      path: '/api/v4/projects/demo%2Fgroup%2Fdeploy/pipeline',
      headers: { 'private-token': token },
      body: {
        ref: 'main',
        variables: expect.arrayContaining([{ key: 'SUMMIT_PREVIOUS_COMMIT', value: first.it.sha('a') }]) as unknown,
      },
    });
    expect(trigger).toMatchObject({
      path: '/api/v4/projects/42/trigger/pipeline',
      body: { token, ref: 'main', variables: { SUMMIT_COMMIT: second.it.sha('b') } },
    });
    expect(trigger?.headers).not.toHaveProperty('private-token');
    expect(await first.it.decision()).toMatchObject({ state: 'delivered', last_answer: 'answered 201: pipeline 61' });
  });

  test('that is refused is not asked for again, and the reason is kept without the token', async () => {
    receiver.answers.push({
      status: 422,
      body: JSON.stringify({ message: `Unexpected inputs provided: ["decision"] ${token}` }),
    });
    const { it, asked, later } = await breaks(github);
    await asked;
    await later(5);
    expect(receiver.received).toHaveLength(1);
    expect(await it.decision()).toMatchObject({
      state: 'failed',
      last_answer: 'answered 422: Unexpected inputs provided: ["decision"] …',
    });
  });

  test('is asked for again where nobody can have heard of it, after as long as was asked for', async () => {
    receiver.answers.push({ status: 429, body: '{}', headers: { 'retry-after': '60' } }, { status: 204, body: '' });
    const { it, asked, later } = await breaks(github);
    await asked;
    await later(3.9);
    expect(receiver.received).toHaveLength(1);
    await later(4.1);
    expect(receiver.received).toHaveLength(2);
    expect(await it.decision()).toMatchObject({ state: 'delivered', attempts: 2 });

    const away = await place({ action: github, url: 'http://127.0.0.1:9', secret: token });
    await away.fails([1]);
    await watchDeployments(database.db(), options(3));
    await database.db().updateTable('rollback_policy').set({ url: root() }).where('id', '=', away.name).execute();
    await watchDeployments(database.db(), options(3.2));
    expect(await away.decision()).toMatchObject({ state: 'delivered', attempts: 2, last_answer: 'answered 200' });
  });

  test.each<[string, 'cut' | 502 | 503]>([
    ['cut off after it was sent', 'cut'],
    ['answered 502', 502],
    ['answered 503 without a word on when', 503],
  ])('that may have been started is not asked for again: %s', async (_name, answer) => {
    receiver.answers.push(answer);
    const { it, asked, later } = await breaks(gitlab);
    await asked;
    for (const minutes of [3.6, 6, 19]) await later(minutes);
    expect(receiver.received).toHaveLength(1);
    expect(await it.decision()).toMatchObject({ state: 'unclear', attempts: 1 });
    expect(await it.audited()).toEqual(['rollback.decide', 'rollback.unclear']);
  });

  test.each<[string, NonNullable<WatchOptions['call']>, number]>([
    ['before the call', () => Promise.reject(new Error('killed')), 0],
    [
      'after it',
      async (given) => {
        await call(given);
        throw new Error('killed');
      },
      1,
    ],
  ])('is not asked for by the next bridge where one died %s: it cannot know', async (_name, dies, calls) => {
    const { it, asked, later } = await breaks(github, { call: dies });
    await expect(asked).rejects.toThrow('killed');
    await later(3.4);
    expect(await it.decision()).toMatchObject({ state: 'pending' });
    await later(3.6);
    expect(receiver.received).toHaveLength(calls);
    expect(await it.decision()).toMatchObject({
      ...{ state: 'unclear', attempts: 1 },
      last_answer: 'the bridge ended while it asked, or before it noted the answer',
    });
  });

  test('takes the place of a webhook only where that was certainly not heard', async () => {
    const become = (id: string) =>
      database
        .db()
        .updateTable('rollback_policy')
        .set({ action: JSON.stringify(github), url: root() })
        .where('id', '=', id)
        .execute();
    const heard = await place();
    await heard.fails([1]);
    receiver.answers.push('cut');
    await watchDeployments(database.db(), options(3));
    await become(heard.name);
    await watchDeployments(database.db(), options(4));
    expect(receiver.received).toHaveLength(1);
    expect(await heard.decision()).toMatchObject({ state: 'unclear', attempts: 1 });

    const busy = await place();
    await busy.fails([1]);
    receiver.answers.push(429);
    await watchDeployments(database.db(), options(3));
    await become(busy.name);
    await watchDeployments(database.db(), options(4));
    expect(receiver.received).toHaveLength(3);
    expect(await busy.decision()).toMatchObject({ state: 'delivered', attempts: 2 });
  });
});

describe('what the metrics say', () => {
  const quiet = { newFatalIssue: false };
  const slower = { ...quiet, slower: { service: 'shop', ratio: 1.5 } };
  const burn = { ...quiet, burn: { service: 'shop', objective: 99.9, rate: 14.4, minutes: 60 } };
  interface Asked {
    headers: IncomingHttpHeaders;
    query: string;
  }
  /** A Prometheus over HTTP: its answers are made of what is asked. */
  const prometheus = {
    asked: new Array<Asked>(),
    answer: (_query: string): { status?: number; body: object | string } => ({ body: {} }),
    server: undefined as Server | undefined,
    url: '',
  };
  const vector = (...values: [object, number][]) => ({
    status: 'success',
    data: { resultType: 'vector', result: values.map(([metric, value]) => ({ metric, value: [0, String(value)] })) },
  });
  const pieces = (query: string, side: string, counts: Record<string, number>): [object, number][] =>
    [...query.matchAll(/"piece", "([a-z]+-\d+)"/g)]
      .map(([, piece]) => piece)
      .filter((piece) => piece?.startsWith(side))
      .flatMap((piece) => Object.entries(counts).map(([le, count]): [object, number] => [{ piece, le }, count]));
  beforeAll(async () => {
    prometheus.server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const query = new URLSearchParams(Buffer.concat(chunks).toString()).get('query') ?? '';
        prometheus.asked.push({ headers: req.headers, query });
        const { status = 200, body } = prometheus.answer(query);
        if (body === 'never') return;
        res.writeHead(status, { location: '/elsewhere' }).end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((ready) => prometheus.server?.listen(0, '127.0.0.1', ready));
    prometheus.url = `http://127.0.0.1:${(prometheus.server.address() as AddressInfo).port}/prometheus`;
  });
  afterAll(() => new Promise((done) => prometheus.server?.close(done)));
  beforeEach(() => void (prometheus.asked.length = 0));
  const measured = (more: Partial<PrometheusOptions> = {}) => ({
    measure: createMeasure(askPrometheus({ url: prometheus.url, headers: { authorization: 'Bearer x' }, ...more })),
  });

  test('of a latency that became worse is decided on, of the tenant’s own metrics, asked once a minute', async () => {
    prometheus.answer = (query) => ({
      body: vector(
        ...pieces(query, 'before', { '0.1': 90, '0.25': 99, '+Inf': 100 }),
        ...pieces(query, 'after', { '0.1': 40, '0.25': 60, '0.5': 90, '+Inf': 100 }),
      ),
    });
    const it = await place({ conditions: slower, tenant: 'one' });
    const foreign = await place({ conditions: slower, tenant: 'two' });
    const policy = measured();
    await watchDeployments(database.db(), options(5.5, policy));
    expect(prometheus.asked).toHaveLength(0);
    await watchDeployments(database.db(), options(6, policy));
    await watchDeployments(database.db(), options(6.5, policy));
    // One question a policy, with its own tenant, whatever a caller says.
    expect(prometheus.asked.map(({ headers }) => headers['x-scope-orgid']).sort()).toEqual(['one', 'two']);
    expect(prometheus.asked[0]?.headers).toMatchObject({ authorization: 'Bearer x' });
    expect(prometheus.asked[0]?.query).toContain('service_name="shop"');
    const decision = await it.decision();
    expect(decision?.reasons).toEqual([
      'shop is slower: p95 500 ms after it, 183 ms in as long before, 2.7 times as long',
    ]);
    expect(decision?.evidence).toMatchObject({
      latency: { service: 'shop', verdict: 'worse', before: { requests: 500 } },
    });
    expect(await foreign.decision()).toMatchObject({ state: 'delivered' });
  });

  test('of an error budget that burns in both windows is decided on', async () => {
    const counts = { long: [1000, 20], short: [100, 1] };
    prometheus.answer = () => ({
      body: vector(
        ...Object.entries(counts).flatMap(([window, [requests = 0, failed = 0]]): [object, number][] => [
          [{ window, counted: 'requests' }, requests],
          [{ window, counted: 'failed' }, failed],
        ]),
      ),
    });
    const it = await place({ conditions: burn });
    const policy = measured();
    await watchDeployments(database.db(), options(12, policy));
    expect(await it.policy()).toMatchObject({ checked_reason: 'no condition holds' });
    counts.short = [100, 3];
    await watchDeployments(database.db(), options(12.5, policy));
    expect(await it.decision()).toBeUndefined();
    await watchDeployments(database.db(), options(13, policy));
    expect((await it.decision())?.reasons).toEqual([
      'shop burns the error budget of 99.9 % 20 times as fast as it lasts over 14 min, 30 times over 1.2 min',
    ]);
  });

  test.each<[string, { status?: number; body: object | string }, string]>([
    ['a refusal', { status: 422, body: { error: 'too many samples' } }, 'answered 422: too many samples'],
    ['a redirect', { status: 302, body: '' }, 'answered 302'],
    ['what is no answer', { body: '<html>' }, 'the answer is not that of a Prometheus'],
    ['silence', { body: 'never' }, 'no answer in time'],
    ['an endless answer', { body: 'x'.repeat(2000) }, 'the answer is longer than 1000 bytes'],
  ])('of %s nothing is decided, and the page says so', async (_name, answer, problem) => {
    prometheus.answer = () => answer;
    const it = await place({ conditions: slower });
    await watchDeployments(database.db(), options(7, measured({ maxBytes: 1000, timeoutMs: 1000 })));
    expect(await it.decision()).toBeUndefined();
    expect(await it.policy()).toMatchObject({ checked_reason: `could not ask: ${problem}` });
  });

  test('of nobody nothing is decided; other conditions are looked at all the same', async () => {
    const it = await place({ conditions: { ...slower, newFatalIssue: true } });
    const away = measured({ url: 'http://nobody.invalid' });
    await watchDeployments(database.db(), options(7, away));
    expect((await it.policy()).checked_reason).toMatch(/^could not ask: (ENOTFOUND|EAI_AGAIN)$/);
    await it.fails([7]);
    await watchDeployments(database.db(), options(8, away));
    expect((await it.decision())?.reasons).toEqual([expect.stringMatching(/^new fatal issue/)]);
    const unset = await place({ conditions: slower });
    await watchDeployments(database.db(), options(7));
    expect(await unset.policy()).toMatchObject({ checked_reason: 'could not ask: METRICS_URL is not set' });
  });
});

describe('a call', () => {
  const to = (url: string, allowPrivate = false) =>
    call({ url, headers: {}, body: '{}', now: finishedAt, allowPrivate, readsWithout: null });

  test.each([
    ['http://example.org/', 'only https is called'],
    ['https://127.0.0.1/', 'the address is private'],
    ['https://[::1]/', 'the address is private'],
    ['https://[::ffff:10.0.0.1]/', 'the address is private'],
    ['https://169.254.169.254/latest/meta-data', 'the address is private'],
    ['https://2130706433/', 'the address is private'],
    ['https://a:b@example.org/', 'an address with a name or a password in it is not called'],
    ['file:///etc/passwd', 'only https is called'],
    ['nowhere', 'the address is none'],
  ])('to %s is not made: %s', async (url, text) => {
    expect(await to(url)).toEqual({ outcome: 'refused', text, waitSeconds: 0 });
  });

  test('to a name that leads to a private address is not made, whatever it is called', async () => {
    expect(await to('https://localhost/')).toEqual({
      outcome: 'refused',
      text: 'localhost leads to a private address',
      waitSeconds: 0,
    });
  });

  test('to nobody was not received; one that is cut off after it was sent may have been', async () => {
    expect(await to('http://127.0.0.1:9/', true)).toMatchObject({ outcome: 'not_received' });
    receiver.answers.push('cut');
    expect(await to(receiver.url, true)).toMatchObject({ outcome: 'unclear' });
  });
});
