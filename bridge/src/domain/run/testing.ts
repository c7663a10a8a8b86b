import type { JobFact, RepositoryRef, RunFact, StepFact } from '@summit/contracts';

/** Builders of facts for tests: a run of `demo/shop` with times given in seconds after 09:00. */

export const repository: RepositoryRef = {
  provider: 'github',
  fullName: 'demo/shop',
  url: 'https://github.com/demo/shop',
  defaultBranch: 'main',
};

export const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 31, 9, 0, 0) + seconds * 1000).toISOString();
export const dateAt = (seconds: number): Date => new Date(at(seconds));

const runBase = {
  kind: 'run',
  repository,
  providerRunId: '1001',
  attempt: 1,
  number: 42,
  name: 'CI',
  event: 'push',
  branch: 'main',
  sha: 'a'.repeat(40),
  queuedAt: at(0),
  url: 'https://github.com/demo/shop/actions/runs/1001',
} as const;

export const queuedRun = (fields: Partial<RunFact> = {}): RunFact => ({
  ...runBase,
  status: 'queued',
  result: null,
  updatedAt: at(0),
  ...fields,
});

export const runningRun = (fields: Partial<RunFact> = {}): RunFact => ({
  ...runBase,
  status: 'running',
  result: null,
  startedAt: at(12),
  updatedAt: at(12),
  ...fields,
});

export const completedRun = (fields: Partial<RunFact> = {}): RunFact => ({
  ...runBase,
  status: 'completed',
  result: 'success',
  providerResult: 'success',
  startedAt: at(0),
  finishedAt: at(100),
  updatedAt: at(100),
  ...fields,
});

const jobBase = (id: string) =>
  ({
    kind: 'job',
    repository,
    providerRunId: '1001',
    attempt: 1,
    providerJobId: id,
    name: `job ${id}`,
    runName: 'CI',
    branch: 'main',
    sha: 'a'.repeat(40),
    queuedAt: at(1),
    steps: [] as StepFact[],
    url: `https://github.com/demo/shop/actions/runs/1001/job/${id}`,
  }) as const;

export const queuedJob = (id: string, fields: Partial<JobFact> = {}): JobFact => ({
  ...jobBase(id),
  status: 'queued',
  result: null,
  ...fields,
});

export const runningJob = (id: string, fields: Partial<JobFact> = {}): JobFact => ({
  ...jobBase(id),
  status: 'running',
  result: null,
  startedAt: at(10),
  runner: { id: '5', name: 'runner-5', group: 'Default', labels: ['ubuntu-latest'] },
  steps: [step(1, 'Set up job', 10, null), { number: 2, name: 'Test', status: 'queued', result: null }],
  ...fields,
});

export const completedJob = (id: string, fields: Partial<JobFact> = {}): JobFact => ({
  ...jobBase(id),
  status: 'completed',
  result: 'success',
  providerResult: 'success',
  startedAt: at(10),
  finishedAt: at(90),
  runner: { id: '5', name: 'runner-5', group: 'Default', labels: ['ubuntu-latest'] },
  steps: [step(1, 'Set up job', 10, 12), step(2, 'Test', 12, 90)],
  ...fields,
});

/** A step from `start` to `end`; running where `end` is null. */
export const step = (
  number: number,
  name: string,
  start: number,
  end: number | null,
  result: StepFact['result'] = 'success',
): StepFact =>
  end === null
    ? { number, name, status: 'running', result: null, startedAt: at(start) }
    : { number, name, status: 'completed', result, startedAt: at(start), finishedAt: at(end) };
