import { CiFact } from '@summit/contracts';
import { foldRun, type RunOrJobFact } from '../../domain/run';
import { PayloadError } from '../payload';
import { azure } from './index';

type Json = Record<string, unknown>;
const SHA = '33b55f7cb7e7e245323987634f960cf4a6e6bc74';
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 31, 9, 0, seconds)).toISOString();
const page = 'https://dev.azure.com/demo/web/_build/results?buildId=2710088';

/** In the shapes of Azure DevOps' documentation of service hooks. */
const envelope = (eventType: string, sentAt: number, resource: Json): Json => ({
  id: 'ac1dd6da-af30-43cb-8434-e1005864b0a3',
  eventType,
  publisherId: 'pipelines',
  message: { text: 'Run 20260131.5' },
  resource,
  resourceVersion: '5.1-preview.1',
  resourceContainers: { collection: { id: 'c12d0eb8-e382-443b-9f9c-c52cba5014c2' } },
  createdDate: at(sentAt),
});
const repositories = [
  {
    type: 'Git',
    change: {
      author: { name: 'Ada', email: 'ada@example.org', date: at(-60) },
      message: 'Price in euros\n\nCloses #4',
      version: SHA,
    },
    url: 'https://demo@dev.azure.com/demo/web/_git/shop',
    ref: 'refs/heads/main',
  },
];
const pipeline = { id: 11, revision: 1, name: 'CI', folder: '\\shop' };
const run = (state: string, fields: Json = {}): Json => ({
  _links: { web: { href: page } },
  pipeline,
  state,
  createdDate: at(0),
  id: 2710088,
  name: '20260131.5',
  ...fields,
});
const runEvent = (state: string, sentAt: number, fields: Json = {}): Json =>
  envelope('ms.vss-pipelines.run-state-changed-event', sentAt, { run: run(state, fields), pipeline, repositories });
const jobEvent = (state: string, sentAt: number, job: Json = {}): Json =>
  envelope('ms.vss-pipelines.job-state-changed-event', sentAt, {
    job: {
      _links: { web: { href: page } },
      id: '12f1170f-54f2-53f3-20dd-22fc7dff55f9',
      name: 'Compile',
      state,
      ...job,
    },
    stage: { id: '96ac2280', name: 'Build', displayName: 'Build it', state: 'running' },
    run: run('inProgress', { _links: undefined }),
    pipeline,
    repositories,
  });

const facts = (event: Json): readonly CiFact[] => {
  const translation = azure.translate(String(event['eventType']), event);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};
const statesOf = (events: readonly Json[]): RunOrJobFact[] =>
  events.flatMap(facts).filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job');

test('a run, of the repository that its pipeline is of, with the commit', () => {
  expect(facts(runEvent('completed', 100, { result: 'failed', finishedDate: at(99) }))).toEqual([
    {
      kind: 'run',
      repository: {
        provider: 'azure',
        fullName: 'demo/web/shop',
        url: 'https://dev.azure.com/demo/web/_git/shop',
      },
      system: { provider: 'azure', host: 'demo.dev.azure.com' },
      providerRunId: '2710088',
      attempt: 1,
      number: 2710088,
      name: 'shop » CI',
      title: 'Price in euros',
      status: 'completed',
      result: 'failed',
      providerResult: 'failed',
      branch: 'main',
      sha: SHA,
      queuedAt: at(0),
      finishedAt: at(99),
      reopens: true,
      updatedAt: at(100),
      url: page,
    },
    expect.objectContaining({ kind: 'commit', sha: SHA, author: { name: 'Ada', email: 'ada@example.org' } }),
  ]);
});

test('a job belongs to the same run, also where the event links to none of its pages', () => {
  const job = { startTime: at(20), finishTime: at(60), result: 'succeeded', attempt: 2 };
  const [told, fact] = facts(jobEvent('completed', 61, job));
  expect(told).toMatchObject({ kind: 'run', status: 'running', system: { host: 'demo.dev.azure.com' } });
  expect(fact).toMatchObject({
    kind: 'job',
    providerJobId: '2710088:12f1170f-54f2-53f3-20dd-22fc7dff55f9:2',
    name: 'Compile',
    stage: 'Build it',
    slot: 'Build/Compile',
    result: 'success',
    startedAt: at(20),
    finishedAt: at(60),
  });
});

test('a job that waits for an agent waits from when that was told', () => {
  const { jobs } = foldRun(statesOf([jobEvent('waiting', 5), jobEvent('running', 21, { startTime: at(20) })]));
  expect(jobs).toMatchObject([{ status: 'running', queuedAt: new Date(at(5)), startedAt: new Date(at(20)) }]);
});

test('run again, a job takes the place of the one before and the run goes on', () => {
  const failed = { result: 'failed', startTime: at(20), finishTime: at(60), attempt: 1 };
  const events = [
    jobEvent('completed', 61, failed),
    runEvent('completed', 62, { result: 'failed', finishedDate: at(62) }),
    jobEvent('running', 301, { startTime: at(300), attempt: 2 }),
  ];
  for (const order of [events, [...events].reverse()])
    expect(foldRun(statesOf(order)).run).toMatchObject({ status: 'running', jobsFailed: 0, jobsTotal: 1 });
});

test.each([
  ['succeeded', 'success'],
  ['partiallySucceeded', 'success'],
  ['failed', 'failed'],
  ['canceled', 'cancelled'],
  ['of_next_year', 'unknown'],
])('%s is %s', (word, result) => {
  expect(facts(runEvent('completed', 9, { result: word }))[0]).toMatchObject({ result, providerResult: word });
});

test.each([
  [
    'https://api.github.com/repos/demo/shop',
    { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' },
  ],
  [
    'https://github.com/demo/shop.git',
    { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' },
  ],
  [
    'https://tfs.example.org/tfs/DefaultCollection/Web/_git/Shop',
    {
      provider: 'tfs.example.org',
      fullName: 'tfs/DefaultCollection/Web/Shop',
      url: 'https://tfs.example.org/tfs/DefaultCollection/Web/_git/Shop',
    },
  ],
])('a repository at %s', (url, repository) => {
  const event = runEvent('inProgress', 1);
  const resource = { ...(event['resource'] as Json), repositories: [{ ...repositories[0], url }] };
  expect(facts({ ...event, resource })[0]).toMatchObject({ repository });
});

test('collections of a server of one’s own are told apart', () => {
  const web = 'https://tfs.example.org/tfs/DefaultCollection/Web/_build/results?buildId=1';
  const event = runEvent('inProgress', 1, { _links: { web: { href: web } } });
  expect(foldRun(statesOf([event])).run.id).toBe('azure-tfs.example.org~c12d0eb8-2710088-1');
  expect(foldRun(statesOf([runEvent('inProgress', 1)])).run.id).toBe('azure-demo.dev.azure.com-2710088-1');
});

const repository = {
  id: '278d5cd2',
  name: 'shop',
  defaultBranch: 'refs/heads/main',
  remoteUrl: 'https://dev.azure.com/demo/web/_git/shop',
};

test('a push brings its commits', () => {
  const commits = [
    {
      commitId: SHA,
      comment: 'Price in euros',
      author: { name: 'Ada', email: 'ada@example.org' },
      committer: { date: at(0) },
    },
  ];
  const refUpdates = [{ name: 'refs/heads/main', oldObjectId: SHA, newObjectId: SHA }];
  expect(facts(envelope('git.push', 1, { commits, refUpdates, repository }))).toEqual([
    {
      kind: 'commit',
      repository: {
        provider: 'azure',
        fullName: 'demo/web/shop',
        url: 'https://dev.azure.com/demo/web/_git/shop',
        defaultBranch: 'main',
      },
      sha: SHA,
      message: 'Price in euros',
      author: { name: 'Ada', email: 'ada@example.org' },
      committedAt: at(0),
      branch: 'main',
    },
  ]);
});

test.each([
  ['active', 'open', {}],
  ['completed', 'merged', { mergeSha: SHA, mergedAt: at(50), closedAt: at(50) }],
  ['abandoned', 'closed', { closedAt: at(50) }],
])('a pull request that is %s is %s', (status, state, more) => {
  const pull = {
    pullRequestId: 4,
    status,
    title: 'Price in euros',
    createdBy: { displayName: 'Ada', uniqueName: 'Windows Live ID\\ada@example.org' },
    creationDate: at(0),
    closedDate: status === 'active' ? null : at(50),
    sourceRefName: 'refs/heads/euros',
    targetRefName: 'refs/heads/main',
    lastMergeSourceCommit: { commitId: 'a'.repeat(40) },
    lastMergeCommit: { commitId: SHA },
    repository,
  };
  expect(facts(envelope('git.pullrequest.updated', 51, pull))).toEqual([
    {
      kind: 'change',
      repository: expect.objectContaining({ fullName: 'demo/web/shop' }) as unknown,
      number: 4,
      title: 'Price in euros',
      state,
      author: { name: 'Ada' },
      headBranch: 'euros',
      headSha: 'a'.repeat(40),
      baseBranch: 'main',
      createdAt: at(0),
      updatedAt: at(51),
      url: 'https://dev.azure.com/demo/web/_git/shop/pullrequest/4',
      ...more,
    },
  ]);
});

test('what is not there is refused by name', () => {
  for (const event of azure.events) expect(() => azure.translate(event, {})).toThrow(PayloadError);
  const nowhere = { commits: [{ commitId: SHA }], repository: { remoteUrl: 'nowhere' } };
  expect(() => facts(envelope('git.push', 1, nowhere))).toThrow(/remoteUrl/);
  expect(azure.translate('workitem.created', {})).toEqual({ dropped: 'unknown event' });
});
