import { githubHost, type JobPlan, type RunPlan } from './github';

const sha = (digit: string): string => digit.repeat(40);
const minutesAgo = (minutes: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - minutes * 60_000);

export const repository = 'demo/e2e-shop';
export const projects = { shop: 'e2e-shop', pay: 'e2e-pay' } as const;

const build = (id: number): JobPlan => ({
  id,
  name: 'build',
  startsAt: 12,
  conclusion: 'success',
  steps: [
    { name: 'Set up job', seconds: 4 },
    { name: 'Run npm ci', seconds: 40 },
    { name: 'Run npm run build', seconds: 50 },
  ],
});

const shard = (id: number, number: number, conclusion: 'success' | 'failure'): JobPlan => ({
  id,
  name: `test (${number})`,
  startsAt: 110,
  conclusion,
  steps: [
    { name: 'Set up job', seconds: 4 },
    { name: 'Run npm test', seconds: 90 + number * 20, conclusion },
  ],
});

const common = { repository, workflow: 'main-ci', actor: 'dev-one' } as const;

/** Fails in the second shard of its tests. */
export const failedRun = (): RunPlan => ({
  ...common,
  id: 500_101,
  number: 101,
  branch: 'feature/cart',
  sha: sha('a'),
  title: 'Cart totals',
  queuedAt: minutesAgo(50),
  jobs: [build(601), shard(602, 1, 'success'), shard(603, 2, 'failure')],
  conclusion: 'failure',
});

/** Succeeds on main; its commit is deployed to production. */
export const deployedRun = (): RunPlan => ({
  ...common,
  id: 500_102,
  number: 102,
  branch: 'main',
  sha: sha('b'),
  title: 'Round prices',
  actor: 'dev-two',
  queuedAt: minutesAgo(40),
  jobs: [build(611), shard(612, 1, 'success'), shard(613, 2, 'success')],
  conclusion: 'success',
});

/** Stays running: its build is done, its tests go on. */
export const runningRun = (): RunPlan => ({
  ...common,
  id: 500_103,
  number: 103,
  branch: 'main',
  sha: sha('c'),
  title: 'Show stock',
  queuedAt: minutesAgo(4),
  jobs: [build(621), { id: 622, name: 'test (1)', startsAt: 110, steps: [] }],
});

/** One more run, for tests that watch it come; give each test an id of its own. */
export const anotherRun = (id: number, title: string, conclusion?: RunPlan['conclusion']): RunPlan => ({
  ...common,
  id,
  number: id,
  branch: 'live',
  sha: sha('d'),
  title,
  queuedAt: new Date(),
  jobs: [{ ...build(id * 10), conclusion: conclusion ? 'success' : undefined }],
  conclusion,
});

/** The ids that the bridge gives to runs of a GitHub server. */
export const runIdOf = ({ id }: Pick<RunPlan, 'id'>): string => `github-${githubHost}-${id}-1`;
