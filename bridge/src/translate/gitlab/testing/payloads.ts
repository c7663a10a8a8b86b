/**
 * GitLab's webhook payloads for tests, with every field that the translation reads and some that it does not, in the shapes and the three
 * notations of time of GitLab's documentation of webhook events.
 */

export type Json = Record<string, unknown>;

export interface GitlabDelivery {
  event: string;
  payload: Json;
}

const START = Date.UTC(2026, 0, 31, 9, 0, 0);
/** Seconds after 09:00 as pipeline hooks write a time. */
export const spaced = (seconds: number): string =>
  `${new Date(START + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
/** The same as job hooks write it. */
export const iso = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
/** The same as deployment hooks write it. */
export const offset = (seconds: number): string =>
  `${new Date(START + (seconds + 7200) * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0200`;

export const SHA = 'bcbb5ec396a2c0f828686f14fac9b80b780504f2';

export const project = {
  id: 380,
  name: 'Shop',
  web_url: 'https://git.example.org/demo/web/shop',
  namespace: 'Web',
  visibility_level: 20,
  path_with_namespace: 'demo/web/shop',
  default_branch: 'main',
  ci_config_path: null,
};

export const user = {
  id: 7,
  name: 'Ada',
  username: 'ada',
  avatar_url: 'https://git.example.org/uploads/ada.png',
  email: '[REDACTED]',
};

export const runner = {
  id: 12,
  description: 'runner-a.example.org',
  runner_type: 'instance_type',
  active: true,
  is_shared: true,
  tags: ['linux', 'docker'],
};

/** A job as a pipeline hook lists it; it waited for its runner 10 s. */
export const build = (id: number, name: string, status: string, fields: Json = {}): Json => ({
  id,
  stage: 'test',
  name,
  status,
  created_at: spaced(0),
  started_at: null,
  finished_at: null,
  duration: null,
  queued_duration: null,
  failure_reason: null,
  when: 'on_success',
  manual: false,
  allow_failure: false,
  user,
  runner: null,
  artifacts_file: { filename: null, size: null },
  environment: null,
  ...fields,
});

/** One that ran from `start` to `end`, in seconds. */
export const ran = (id: number, name: string, status: string, start: number, end: number, fields: Json = {}): Json =>
  build(id, name, status, {
    started_at: spaced(start),
    finished_at: spaced(end),
    duration: end - start,
    queued_duration: 10.0,
    runner,
    ...fields,
  });

export const pipeline = (status: string, builds: readonly Json[], fields: Json = {}): GitlabDelivery => ({
  event: 'Pipeline Hook',
  payload: {
    object_kind: 'pipeline',
    object_attributes: {
      id: 31,
      iid: 3,
      name: null,
      ref: 'main',
      tag: false,
      sha: SHA,
      before_sha: SHA,
      source: 'push',
      status,
      detailed_status: status,
      stages: ['build', 'test', 'deploy'],
      created_at: spaced(0),
      finished_at: null,
      duration: null,
      queued_duration: null,
      variables: [{ key: 'REGION', value: 'eu' }],
      url: 'https://git.example.org/demo/web/shop/-/pipelines/31',
      ...fields,
    },
    merge_request: null,
    user,
    project,
    commit: {
      id: SHA,
      message: 'Price in euros\n\nCloses #4\n',
      title: 'Price in euros',
      timestamp: '2026-01-31T09:58:00+01:00',
      url: `https://git.example.org/demo/web/shop/-/commit/${SHA}`,
      author: { name: 'Ada', email: 'ada@example.org' },
    },
    source_pipeline: null,
    builds,
  },
});

export const job = (id: number, name: string, status: string, fields: Json = {}): GitlabDelivery => ({
  event: 'Job Hook',
  payload: {
    object_kind: 'build',
    ref: 'main',
    tag: false,
    before_sha: SHA,
    sha: SHA,
    build_id: id,
    build_name: name,
    build_stage: 'test',
    build_status: status,
    build_created_at: iso(0),
    build_started_at: null,
    build_finished_at: null,
    build_duration: null,
    build_queued_duration: null,
    build_allow_failure: false,
    // Also where nothing failed.
    build_failure_reason: 'unknown_failure',
    retries_count: 0,
    pipeline_id: 31,
    project_id: 380,
    project_name: 'Demo / Web / Shop',
    user,
    // Its id is the pipeline's.
    commit: { id: 31, name: null, sha: SHA, message: 'Price in euros\n', author_name: 'Ada', status: 'running' },
    repository: { name: 'Shop', homepage: 'https://git.example.org/demo/web/shop', visibility_level: 20 },
    project,
    runner: null,
    environment: null,
    ...fields,
  },
});

export const deployment = (status: string, seconds: number, fields: Json = {}): GitlabDelivery => ({
  event: 'Deployment Hook',
  payload: {
    object_kind: 'deployment',
    status,
    status_changed_at: offset(seconds),
    deployment_id: 15,
    deployable_id: 383,
    deployable_url: 'https://git.example.org/demo/web/shop/-/jobs/383',
    environment: 'eu',
    environment_tier: 'production',
    environment_slug: 'eu',
    environment_external_url: 'https://shop.example.org',
    project,
    short_sha: SHA.slice(0, 8),
    user,
    user_url: 'https://git.example.org/ada',
    commit_url: `https://git.example.org/demo/web/shop/-/commit/${SHA}`,
    commit_title: 'Price in euros',
    ref: 'main',
    ...fields,
  },
});

export const mergeRequest = (
  state: string,
  seconds: number,
  fields: Json = {},
  actor: Json = user,
): GitlabDelivery => ({
  event: 'Merge Request Hook',
  payload: {
    object_kind: 'merge_request',
    event_type: 'merge_request',
    user: actor,
    project,
    object_attributes: {
      id: 99,
      iid: 4,
      target_branch: 'main',
      source_branch: 'euros',
      source_project_id: 380,
      target_project_id: 380,
      author_id: 7,
      title: 'Price in euros',
      created_at: iso(-3600),
      updated_at: spaced(seconds),
      merge_commit_sha: null,
      state,
      draft: false,
      url: 'https://git.example.org/demo/web/shop/-/merge_requests/4',
      last_commit: { id: SHA, message: 'Price in euros\n' },
      action: 'update',
      ...fields,
    },
    labels: [
      { id: 206, title: 'web' },
      { id: 207, title: 'price' },
    ],
    changes: {},
  },
});

export const push = (fields: Json = {}): GitlabDelivery => ({
  event: 'Push Hook',
  payload: {
    object_kind: 'push',
    event_name: 'push',
    before: '0'.repeat(40),
    after: SHA,
    ref: 'refs/heads/main',
    ref_protected: true,
    checkout_sha: SHA,
    user_id: 7,
    user_username: 'ada',
    project_id: 380,
    project,
    commits: [
      {
        id: SHA,
        message: 'Price in euros\n\nCloses #4\n',
        title: 'Price in euros',
        timestamp: '2026-01-31T09:58:00+01:00',
        url: `https://git.example.org/demo/web/shop/-/commit/${SHA}`,
        author: { name: 'Ada', email: 'ada@example.org' },
        added: ['src/euro.ts'],
        modified: ['README.md', 'src/price.ts'],
        removed: [],
      },
    ],
    total_commits_count: 1,
    ...fields,
  },
});

const compiled = ran(380, 'compile', 'success', 15, 45, { stage: 'build' });
const failedUnit = ran(381, 'unit', 'failed', 60, 90, { failure_reason: 'script_failure' });
const passedUnit = ran(391, 'unit', 'success', 620, 650, { created_at: spaced(600) });
const deploy = { stage: 'deploy', environment: { name: 'eu', action: 'start', deployment_tier: 'production' } };
const waitingDeploy = build(383, 'deploy', 'created', deploy);

/**
 * A merge request's commit on main, as it happened: compile passes, unit fails and with it the pipeline; ten minutes later somebody retries
 * unit, the pipeline goes on, deploys and ends well.
 */
export const story: readonly GitlabDelivery[] = [
  mergeRequest('opened', -3000),
  mergeRequest('merged', -5, { merge_commit_sha: SHA, action: 'merge' }, { id: 8, username: 'grace' }),
  // Somebody relabels it afterwards.
  mergeRequest('merged', 900, { merge_commit_sha: SHA }, { id: 8, username: 'grace' }),
  push(),
  pipeline('pending', [
    build(380, 'compile', 'pending', { stage: 'build' }),
    build(381, 'unit', 'created'),
    waitingDeploy,
  ]),
  job(380, 'compile', 'pending', { build_stage: 'build' }),
  pipeline('running', [
    { ...compiled, status: 'running', finished_at: null, duration: null },
    build(381, 'unit', 'created'),
    waitingDeploy,
  ]),
  job(380, 'compile', 'running', {
    build_stage: 'build',
    build_started_at: iso(15),
    build_queued_duration: 10,
    runner,
  }),
  job(381, 'unit', 'running', { build_started_at: iso(60), build_queued_duration: 10, runner }),
  pipeline('failed', [compiled, failedUnit, build(383, 'deploy', 'skipped', deploy)], {
    finished_at: spaced(90),
    duration: 60,
  }),
  job(391, 'unit', 'pending', { build_created_at: iso(600) }),
  pipeline('running', [compiled, build(391, 'unit', 'pending', { created_at: spaced(600) }), waitingDeploy], {
    finished_at: spaced(90),
    duration: 60,
  }),
  deployment('running', 670),
  deployment('success', 700),
  pipeline('success', [compiled, passedUnit, ran(383, 'deploy', 'success', 670, 700, deploy)], {
    finished_at: spaced(700),
    duration: 90,
  }),
];
