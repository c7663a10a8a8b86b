import { jobSpanIds, runTraceIds } from '../../../bridge/src/domain/traceIds';
import { currentJob, runOf, spanOf, traceparentOf } from './job';
import type { Environment } from './model';

/** Variables as the systems document them. */
const jobs: readonly [
  string,
  Environment,
  { run: string | undefined; job?: string; name?: string; span: 'job' | 'run' | undefined },
][] = [
  [
    'GitHub Actions',
    {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'demo/shop',
      GITHUB_RUN_ID: '6454805877',
      GITHUB_RUN_ATTEMPT: '2',
      GITHUB_JOB: 'test',
    },
    { run: 'github-6454805877-2', name: 'test', span: 'run' },
  ],
  [
    'GitHub Enterprise, whose workflow tells the job its number',
    {
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://ghe.example.org',
      GITHUB_REPOSITORY: 'demo/shop',
      GITHUB_RUN_ID: '42',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_JOB: 'test',
      SUMMIT_JOB_ID: '99',
      SUMMIT_JOB: 'test (node 22)',
    },
    { run: 'github-ghe.example.org-42-1', job: '99', name: 'test (node 22)', span: 'job' },
  ],
  [
    'GitLab CI',
    {
      GITLAB_CI: 'true',
      CI_SERVER_URL: 'https://gitlab.com',
      CI_PROJECT_PATH: 'demo/shop',
      CI_PIPELINE_ID: '31',
      CI_JOB_ID: '380',
      CI_JOB_NAME: 'test 1/2',
    },
    { run: 'gitlab-31-1', job: '380', name: 'test 1/2', span: 'job' },
  ],
  [
    'GitLab on a server of its own',
    {
      GITLAB_CI: 'true',
      CI_SERVER_URL: 'https://git.example.org:8443',
      CI_PROJECT_PATH: 'group/sub/shop',
      CI_PIPELINE_ID: '31',
      CI_JOB_ID: '380',
    },
    { run: 'gitlab-git.example.org:8443-31-1', job: '380', span: 'job' },
  ],
  [
    'CircleCI',
    {
      CIRCLECI: 'true',
      CIRCLE_WORKFLOW_ID: 'fda08377-fe7e-46b1-8992-3a7aaecac9c3',
      CIRCLE_WORKFLOW_JOB_ID: '8b91f9a8-7975-4e60-916b-f0152ccaa2c9',
      CIRCLE_JOB: 'test',
      CIRCLE_BUILD_URL: 'https://circleci.com/gh/demo/shop/12',
    },
    {
      run: 'circleci-fda08377-fe7e-46b1-8992-3a7aaecac9c3-1',
      job: '8b91f9a8-7975-4e60-916b-f0152ccaa2c9',
      name: 'test',
      span: 'job',
    },
  ],
  [
    'CircleCI on a server of its own',
    { CIRCLECI: 'true', CIRCLE_WORKFLOW_ID: 'w', CIRCLE_BUILD_URL: 'https://circle.example.org/gh/demo/shop/12' },
    { run: 'circleci-circle.example.org-w-1', span: 'run' },
  ],
  [
    'Buildkite',
    {
      BUILDKITE: 'true',
      BUILDKITE_BUILD_ID: '4735ba57-80d0-46e2-8fa0-b28223a86586',
      BUILDKITE_BUILD_URL: 'https://buildkite.com/demo/shop/builds/12',
      BUILDKITE_JOB_ID: 'e44f9784-e20e-4b93-a21d-f41fd5869db9',
      BUILDKITE_LABEL: ':jest: Tests',
    },
    {
      run: 'buildkite-4735ba57-80d0-46e2-8fa0-b28223a86586-1',
      job: 'e44f9784-e20e-4b93-a21d-f41fd5869db9',
      name: ':jest: Tests',
      span: 'job',
    },
  ],
  [
    'Azure DevOps Services',
    {
      TF_BUILD: 'True',
      SYSTEM_COLLECTIONURI: 'https://dev.azure.com/demo/',
      SYSTEM_COLLECTIONID: 'c12d0eb8-e382-443b-9f9c-c52cba5014c2',
      BUILD_BUILDID: '42',
      SYSTEM_JOBID: '12f1170f-54f2-53f3-20dd-22fc7dff55f9',
      SYSTEM_JOBATTEMPT: '2',
      SYSTEM_JOBDISPLAYNAME: 'Test Linux',
    },
    {
      run: 'azure-demo.dev.azure.com-42-1',
      job: '42:12f1170f-54f2-53f3-20dd-22fc7dff55f9:2',
      name: 'Test Linux',
      span: 'job',
    },
  ],
  [
    'Azure DevOps Server',
    {
      TF_BUILD: 'True',
      SYSTEM_COLLECTIONURI: 'https://tfs.example.org/DefaultCollection/',
      SYSTEM_COLLECTIONID: 'c12d0eb8-e382-443b-9f9c-c52cba5014c2',
      BUILD_BUILDID: '42',
    },
    { run: 'azure-tfs.example.org~c12d0eb8-42-1', span: 'run' },
  ],
  [
    'Travis CI',
    {
      TRAVIS: 'true',
      TRAVIS_BUILD_ID: '7001',
      TRAVIS_BUILD_WEB_URL: 'https://app.travis-ci.com/demo/shop/builds/7001',
      TRAVIS_JOB_ID: '7002',
      TRAVIS_JOB_NAME: '',
    },
    { run: 'travis-7001-1', job: '7002', span: 'job' },
  ],
  [
    'Jenkins, in folders and with a branch for a job',
    {
      JENKINS_URL: 'https://ci.example.org:8080/',
      JOB_NAME: 'team/shop/feature%2Feuro',
      BUILD_URL: 'https://ci.example.org:8080/job/team/job/shop/job/feature%252Feuro/12/',
      BUILD_NUMBER: '12',
      STAGE_NAME: 'Unit tests',
    },
    { run: 'jenkins-ci.example.org:8080-team:shop:feature~euro:12-1', name: 'Unit tests', span: 'run' },
  ],
  [
    'Jenkins that does not know its own address',
    { JENKINS_HOME: '/var/jenkins_home', JOB_NAME: 'team/shop/feature%2Feuro', BUILD_NUMBER: '12' },
    { run: 'jenkins-team:shop:feature~euro:12-1', span: 'run' },
  ],
  [
    'a system that does not say its run',
    { GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: ' ' },
    { run: undefined, span: undefined },
  ],
  [
    'an attempt that is none',
    { GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: 'x' },
    { run: undefined, span: undefined },
  ],
];

test.each(jobs)('%s', (_, env, expected) => {
  const job = currentJob(env);
  if (job === undefined) throw new Error('no job');
  expect(runOf(job)).toBe(expected.run);
  expect(job.jobId).toBe(expected.job);
  expect(job.jobName).toBe(expected.name);
  expect(spanOf(job)?.of).toBe(expected.span);
});

test.each<[string, Environment]>([
  ['no system', { PATH: '/bin', CI: 'true' }],
  ['a person whose shell knows Jenkins', { JENKINS_URL: 'https://ci.example.org' }],
])('%s is no job', (_, env) => {
  expect(currentJob(env)).toBeUndefined();
});

test('the span is the one that the bridge gives the job', () => {
  const scope = { provider: 'gitlab', host: 'git.example.org', repository: 'demo/shop' };
  const job = currentJob({
    GITLAB_CI: 'true',
    CI_SERVER_URL: 'https://git.example.org',
    CI_PROJECT_PATH: 'demo/shop',
    CI_PIPELINE_ID: '31',
    CI_JOB_ID: '380',
  });
  const span = job && spanOf(job);
  expect(span && traceparentOf(span)).toBe(
    `00-${runTraceIds(scope, '31', 1).traceId}-${jobSpanIds(scope, '380').spanId}-01`,
  );
});
