import { deliveryProblems } from '../../../bridge/src/translate/problems';
import { generic } from '../../../bridge/src/translate/generic';
import { currentCode } from '../ci/code';
import { currentJob } from '../ci/job';
import type { Environment } from '../ci/model';
import { deploymentEvent, type Said, type Step } from './event';

const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const now = new Date('2026-01-31T09:00:00Z');
const github: Environment = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'demo/shop',
  GITHUB_RUN_ID: '4182',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SHA: SHA,
  GITHUB_REF_NAME: 'main',
  GITHUB_ACTOR: 'ada',
};

const told = (
  step: Step,
  said: Said,
  env: Environment = {},
  git: (...args: string[]) => string | undefined = () => undefined,
) => {
  const { delivery } = deploymentEvent(step, said, {
    job: currentJob(env),
    code: currentCode(env),
    git,
    now,
    newId: () => 'new',
  });
  // What is made here is what the bridge takes.
  expect(deliveryProblems(generic, 'events', Buffer.from(JSON.stringify(delivery)), now)).toEqual([]);
  const event: Record<string, unknown> = { system: delivery.system, ...delivery.events[0] };
  return event;
};

test('in a job all but the environment is known', () => {
  expect(told('start', { environment: 'production' }, github)).toMatchObject({
    system: 'github.com',
    type: 'deployment',
    id: 'github-4182-2:production',
    repository: 'https://github.com/demo/shop',
    sha: SHA,
    environment: 'production',
    status: 'running',
    time: '2026-01-31T09:00:00.000Z',
    ref: 'main',
    runId: 'github-4182-2',
    actor: 'ada',
  });
});

test('its steps are one deployment, those of another service or region another', () => {
  const ids = (said: Said) =>
    (['start', 'finish', 'fail'] as const).map((step) =>
      String(told(step, { environment: 'e', ...said }, github)['id']),
    );
  expect(new Set(ids({})).size).toBe(1);
  expect(new Set([...ids({}), ...ids({ service: 'web' }), ...ids({ service: 'web', region: 'eu' })]).size).toBe(3);
});

test('what is said counts for more than what is found', () => {
  const said = {
    environment: 'e',
    sha: 'ABCDEF1',
    repository: 'https://git.example.org/demo/web',
    version: '1.4.0',
    strategy: 'blue-green',
    region: 'eu-1',
    rollback: true,
    production: true,
    by: 'grace',
    id: 'mine',
    run: 'jenkins-x-1',
  };
  expect(told('finish', said, github)).toMatchObject({
    ...{ sha: 'abcdef1', repository: 'https://git.example.org/demo/web', version: '1.4.0', strategy: 'blue-green' },
    ...{
      region: 'eu-1',
      task: 'rollback',
      production: true,
      actor: 'grace',
      id: 'mine',
      runId: 'jenkins-x-1',
      status: 'success',
    },
  });
});

test.each([
  [
    'GitLab',
    {
      GITLAB_CI: 'true',
      CI_SERVER_URL: 'https://git.example.org',
      CI_PIPELINE_ID: '31',
      CI_PROJECT_URL: 'https://git.example.org/demo/shop',
      CI_COMMIT_SHA: SHA,
    },
    'gitlab-git.example.org-31-1:e',
  ],
  [
    'CircleCI',
    {
      CIRCLECI: 'true',
      CIRCLE_WORKFLOW_ID: 'w',
      CIRCLE_REPOSITORY_URL: 'git@github.com:demo/shop.git',
      CIRCLE_SHA1: SHA,
    },
    'circleci-w-1:e',
  ],
  [
    'Buildkite',
    {
      BUILDKITE: 'true',
      BUILDKITE_BUILD_ID: 'b',
      BUILDKITE_REPO: 'git@github.com:demo/shop.git',
      BUILDKITE_COMMIT: SHA,
    },
    'buildkite-b-1:e',
  ],
  [
    'Azure',
    {
      TF_BUILD: 'True',
      BUILD_BUILDID: '7',
      SYSTEM_COLLECTIONURI: 'https://dev.azure.com/demo/',
      BUILD_REPOSITORY_URI: 'https://dev.azure.com/demo/shop/_git/shop',
      BUILD_SOURCEVERSION: SHA,
    },
    'azure-demo.dev.azure.com-7-1:e',
  ],
  [
    'Jenkins',
    {
      JENKINS_URL: 'https://ci.example.org/',
      BUILD_NUMBER: '3',
      BUILD_URL: 'https://ci.example.org/job/shop/3/',
      GIT_URL: 'https://github.com/demo/shop.git',
      GIT_COMMIT: SHA,
    },
    'jenkins-ci.example.org-shop:3-1:e',
  ],
])('%s tells its code and run', (_name, env, id) => {
  expect(told('fail', { environment: 'e' }, env)).toMatchObject({ sha: SHA, id, status: 'failed' });
});

test('what the system does not tell, git does; Buildkite says HEAD before it knows', () => {
  const git = (...args: string[]) =>
    args[0] === 'rev-parse' ? SHA : 'https://oauth2:secret@git.example.org/demo/shop.git';
  const event = told(
    'start',
    { environment: 'e' },
    { BUILDKITE: 'true', BUILDKITE_BUILD_ID: 'b', BUILDKITE_COMMIT: 'HEAD' },
    git,
  );
  expect(event).toMatchObject({ sha: SHA, repository: 'https://git.example.org/demo/shop.git' });
  expect(JSON.stringify(event)).not.toContain('secret');
});

test('outside of a job a start names itself, and its end must be told which it ends', () => {
  const said = { environment: 'e', sha: SHA, repository: 'git@github.com:demo/shop.git' };
  expect(told('start', said)).toMatchObject({ system: 'summit-cli', id: 'new' });
  expect(told('finish', { ...said, id: 'new' })).toMatchObject({ id: 'new' });
  expect(() => told('finish', said)).toThrow('give --id what the first step printed');
});

test.each([
  ['no environment', {}, 'start', '--environment is missing'],
  ['no commit', { environment: 'e', repository: 'git@github.com:demo/shop.git' }, 'start', 'give it by --sha'],
  [
    'no sha',
    { environment: 'e', sha: 'main', repository: 'git@github.com:demo/shop.git' },
    'start',
    '--sha is not the sha of a commit',
  ],
  ['no repository', { environment: 'e', sha: SHA }, 'start', 'give its address by --repository'],
] as const)('%s is said', (_name, said, step, words) => {
  expect(() => told(step, said)).toThrow(words);
});

describe('approvals', () => {
  const delivered = (step: Step, said: Said, env: Environment = github) => {
    const { id, delivery } = deploymentEvent(step, said, {
      job: currentJob(env),
      code: currentCode(env),
      git: () => undefined,
      now,
      newId: () => 'new',
    });
    expect(deliveryProblems(generic, 'events', Buffer.from(JSON.stringify(delivery)), now)).toEqual([]);
    return { id, events: delivery.events };
  };

  test('are of the same deployment as its other steps', () => {
    const { id } = delivered('start', { environment: 'production' });
    const { events } = delivered('approve', { environment: 'production', by: 'grace', comment: 'looks fine' });
    expect(events).toEqual([
      expect.objectContaining({
        type: 'approval',
        deployment: id,
        runId: 'github-4182-2',
        decision: 'approved',
        actor: 'grace',
        comment: 'looks fine',
      }),
    ]);
  });

  test('are asked of people, and need no commit', () => {
    const said = { environment: 'e', repository: 'git@github.com:demo/shop.git', of: 'grace, ops,' };
    const { id, events } = delivered('request', said, {});
    expect(id).toBe('new');
    expect(events[0]).toMatchObject({ decision: 'requested', deployment: 'new', asked: ['grace', 'ops'] });
  });

  test('can come with a step', () => {
    const { id, events } = delivered('start', { environment: 'e', 'approved-by': 'grace' });
    expect(events.map(({ type }) => type)).toEqual(['deployment', 'approval']);
    expect(events[1]).toMatchObject({ deployment: id, decision: 'approved', actor: 'grace' });
  });

  test('a decision outside of a job says of what', () => {
    const said = { environment: 'e', repository: 'git@github.com:demo/shop.git' };
    expect(() => delivered('reject', said, {})).toThrow('give --id what the first step printed');
  });
});
