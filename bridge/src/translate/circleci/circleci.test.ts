import { CiFact } from '@summit/contracts';
import { PayloadError } from '../payload';
import { circleci } from './index';

const SHA = '1dc6aa69429bff4806ad6afe58d3d8f57e25973e';
const url = 'https://app.circleci.com/pipelines/github/demo/shop/130/workflows/fda08377-fe7e-46b1-8992-3a7aaecac9c3';

/** In the shape of CircleCI's documentation of outbound webhooks. */
const workflowCompleted = {
  id: '3888f21b-eaa7-38e3-8f3d-75a63bba8895',
  type: 'workflow-completed',
  happened_at: '2026-01-31T09:10:34.317Z',
  webhook: { id: 'cf8c4fdd-0587-4da1-b4ca-4846e9640af9', name: 'Summit' },
  project: { id: '84996744-a854-4f5e-aea3-04e2851dc1d2', name: 'shop', slug: 'github/demo/shop' },
  organization: { id: 'f22b6566-597d-46d5-ba74-99ef5bb3d85c', name: 'demo' },
  workflow: {
    id: 'fda08377-fe7e-46b1-8992-3a7aaecac9c3',
    name: 'build-test-deploy',
    created_at: '2026-01-31T09:00:03.616Z',
    stopped_at: '2026-01-31T09:10:34.170Z',
    url,
    status: 'success',
  },
  pipeline: {
    id: '1285fe1d-d3a6-44fc-8886-8979558254c4',
    number: 130,
    created_at: '2026-01-31T09:00:03.544Z',
    trigger: { type: 'webhook' },
    vcs: {
      provider_name: 'github',
      origin_repository_url: 'https://github.com/ada/shop',
      target_repository_url: 'https://github.com/demo/shop',
      revision: SHA,
      commit: {
        subject: 'Price in euros',
        body: 'Closes #4',
        author: { name: 'Ada', email: 'ada@example.org' },
        authored_at: '2026-01-31T08:58:53Z',
        committer: { name: 'Ada', email: 'ada@example.org' },
        committed_at: '2026-01-31T08:58:53Z',
      },
      branch: 'main',
    },
  },
};
const jobCompleted = {
  ...workflowCompleted,
  id: '8bd71c28-4969-3677-8940-3e3a61c46660',
  type: 'job-completed',
  workflow: { ...workflowCompleted.workflow, stopped_at: null, status: undefined },
  job: {
    id: '8b91f9a8-7975-4e60-916c-f0152ccbc937',
    name: 'test',
    started_at: '2026-01-31T09:01:28.841Z',
    stopped_at: '2026-01-31T09:09:34.170Z',
    status: 'success',
    number: 136,
  },
};

const facts = (event: string, payload: unknown): readonly CiFact[] => {
  const translation = circleci.translate(event, payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};

test('a workflow is a run of the repository that it was for, with its commit', () => {
  expect(facts('workflow-completed', workflowCompleted)).toEqual([
    {
      kind: 'run',
      repository: { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' },
      system: { provider: 'circleci', host: 'app.circleci.com' },
      providerRunId: 'fda08377-fe7e-46b1-8992-3a7aaecac9c3',
      attempt: 1,
      number: 130,
      name: 'build-test-deploy',
      title: 'Price in euros',
      event: 'webhook',
      status: 'completed',
      result: 'success',
      providerResult: 'success',
      branch: 'main',
      sha: SHA,
      actor: { name: 'Ada', email: 'ada@example.org' },
      queuedAt: '2026-01-31T09:00:03.616Z',
      startedAt: '2026-01-31T09:00:03.616Z',
      finishedAt: '2026-01-31T09:10:34.170Z',
      updatedAt: '2026-01-31T09:10:34.317Z',
      url,
    },
    expect.objectContaining({ kind: 'commit', sha: SHA, message: 'Price in euros\n\nCloses #4', branch: 'main' }),
  ]);
});

test('a job belongs to the run of its workflow', () => {
  expect(facts('job-completed', jobCompleted)).toEqual([
    expect.objectContaining({
      kind: 'job',
      providerRunId: 'fda08377-fe7e-46b1-8992-3a7aaecac9c3',
      providerJobId: '8b91f9a8-7975-4e60-916c-f0152ccbc937',
      name: 'test',
      runName: 'build-test-deploy',
      result: 'success',
      startedAt: '2026-01-31T09:01:28.841Z',
      finishedAt: '2026-01-31T09:09:34.170Z',
      url: `${url}/jobs/136`,
    }),
  ]);
});

test.each([
  ['success', 'success'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['canceled', 'cancelled'],
  ['unauthorized', 'failed'],
  ['of_next_year', 'unknown'],
])('%s is %s', (status, result) => {
  const payload = { ...workflowCompleted, workflow: { ...workflowCompleted.workflow, status } };
  expect(facts('workflow-completed', payload)[0]).toMatchObject({ status: 'completed', result });
});

test.each([
  [
    'GitLab',
    { gitlab: { web_url: 'https://git.example.org/demo/web/shop', commit_message: 'x', commit_author_name: 'Ada' } },
    { provider: 'git.example.org', fullName: 'demo/web/shop' },
  ],
  [
    'the GitHub app',
    { github_app: { repo_url: 'https://github.com/demo/shop', commit_message: 'x', commit_author_name: 'Ada' } },
    { provider: 'github', fullName: 'demo/shop' },
  ],
])('a project that came by %s names repository and commit among the parameters', (_name, parameters, repository) => {
  const git = { checkout_sha: SHA, branch: 'main', tag: '', ref: 'refs/heads/main' };
  const pipeline = { ...workflowCompleted.pipeline, vcs: undefined, trigger_parameters: { ...parameters, git } };
  const [run, commit] = facts('workflow-completed', { ...workflowCompleted, pipeline });
  expect(run).toMatchObject({ repository, branch: 'main', sha: SHA });
  expect(commit).toMatchObject({ kind: 'commit', sha: SHA, message: 'x', author: { name: 'Ada' } });
});

test('without either the project’s slug has to do', () => {
  const pipeline = { number: 1, created_at: null };
  expect(facts('workflow-completed', { ...workflowCompleted, pipeline })[0]).toMatchObject({
    repository: { provider: 'github', fullName: 'demo/shop' },
  });
  const project = { id: 'x', name: 'shop', slug: 'circleci/abc/def' };
  expect(facts('workflow-completed', { ...workflowCompleted, pipeline, project })[0]).toMatchObject({
    repository: { provider: 'circleci', fullName: 'demo/shop', url: '' },
  });
});

test('what is not there is refused by name', () => {
  expect(() => circleci.translate('workflow-completed', {})).toThrow(PayloadError);
  expect(() => circleci.translate('job-completed', workflowCompleted)).toThrow(/job/);
  expect(circleci.translate('toString', {})).toEqual({ dropped: 'unknown event' });
});
