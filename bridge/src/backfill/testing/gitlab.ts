import { iso, project, runner, SHA, user } from '../../translate/gitlab/testing/payloads';
import type { FakeAnswer } from './server';

/** GitLab's REST API, as its documentation shows it, after the story of the hooks: the pipeline whose job was retried, and what belongs to it. */

type Json = Record<string, unknown>;

const commit = {
  id: SHA,
  short_id: SHA.slice(0, 8),
  title: 'Price in euros',
  message: 'Price in euros\n\nCloses #4\n',
  author_name: 'Ada',
  author_email: 'ada@example.org',
  authored_date: '2026-01-31T09:58:00.000+01:00',
  committer_name: 'Ada',
  committer_email: 'ada@example.org',
  committed_date: '2026-01-31T09:58:00.000+01:00',
  created_at: '2026-01-31T09:58:00.000+01:00',
  parent_ids: [],
  web_url: `https://git.example.org/demo/web/shop/-/commit/${SHA}`,
};

const pipeline = {
  id: 31,
  iid: 3,
  project_id: 380,
  name: null,
  status: 'success',
  ref: 'main',
  sha: SHA,
  before_sha: SHA,
  tag: false,
  source: 'push',
  yaml_errors: null,
  user: { ...user, email: undefined, state: 'active', web_url: 'https://git.example.org/ada' },
  created_at: iso(0),
  updated_at: iso(700),
  started_at: iso(15),
  finished_at: iso(700),
  committed_at: null,
  duration: 90,
  queued_duration: 10,
  coverage: null,
  web_url: 'https://git.example.org/demo/web/shop/-/pipelines/31',
  detailed_status: { icon: 'status_success', text: 'Passed', label: 'passed', group: 'success' },
};

const job = (
  id: number,
  name: string,
  status: string,
  created: number,
  from: number,
  to: number,
  fields: Json = {},
): Json => ({
  id,
  name,
  status,
  stage: 'test',
  ref: 'main',
  tag: false,
  coverage: null,
  allow_failure: false,
  created_at: iso(created),
  started_at: iso(from),
  finished_at: iso(to),
  erased_at: null,
  duration: to - from,
  queued_duration: 10,
  user: pipeline.user,
  commit,
  pipeline: { id: 31, iid: 3, project_id: 380, sha: SHA, ref: 'main', status: 'success' },
  web_url: `https://git.example.org/demo/web/shop/-/jobs/${id}`,
  project: { ci_job_token_scope_enabled: false },
  artifacts: [],
  runner: { id: runner.id, description: runner.description, active: true, is_shared: true, online: true },
  tag_list: runner.tags,
  ...fields,
});

const jobs = [
  job(383, 'deploy', 'success', 0, 670, 700, { stage: 'deploy' }),
  job(391, 'unit', 'success', 600, 620, 650),
  job(381, 'unit', 'failed', 0, 60, 90, { failure_reason: 'script_failure' }),
  job(380, 'compile', 'success', 0, 15, 45, { stage: 'build' }),
];

const mergeRequest = {
  id: 99,
  iid: 4,
  project_id: 380,
  title: 'Price in euros',
  description: '',
  state: 'merged',
  created_at: iso(-3600),
  updated_at: iso(900),
  merged_at: iso(-5),
  merge_user: { id: 8, username: 'grace' },
  closed_at: null,
  target_branch: 'main',
  source_branch: 'euros',
  author: { ...user, email: undefined, state: 'active' },
  labels: ['web', 'price'],
  sha: SHA,
  merge_commit_sha: SHA,
  squash_commit_sha: null,
  draft: false,
  web_url: 'https://git.example.org/demo/web/shop/-/merge_requests/4',
};

const deployment = {
  id: 15,
  iid: 2,
  ref: 'main',
  sha: SHA,
  status: 'success',
  created_at: iso(670),
  updated_at: iso(5000),
  user: pipeline.user,
  environment: { id: 9, name: 'eu', slug: 'eu', tier: 'production', external_url: 'https://shop.example.org' },
  deployable: { ...jobs[0] },
};

const MISSING: FakeAnswer = { status: 404, body: { message: '404 Not found' } };

export interface FakeGitlab {
  /** Fields of the pipeline that are another thing here. */
  pipeline?: Json;
  /** Jobs a page, whatever is asked for. */
  pageSize?: number;
  /** The log of a job. */
  trace?: (job: number) => FakeAnswer;
}

export function fakeGitlab(given: FakeGitlab = {}): (url: URL) => FakeAnswer {
  const own = { ...pipeline, ...given.pipeline };
  const { id, iid, status, source, ref, sha, web_url, created_at, updated_at } = own;
  return (url) => {
    const trace = /^\/api\/v4\/projects\/380\/jobs\/(\d+)\/trace$/.exec(url.pathname)?.[1];
    if (trace !== undefined) return given.trace?.(Number(trace)) ?? MISSING;
    const path = decodeURIComponent(url.pathname.replace('/api/v4/projects/', ''));
    const lists: Record<string, readonly unknown[]> = {
      '380/repository/commits': [commit],
      '380/merge_requests': [mergeRequest],
      '380/deployments': [deployment],
      '380/pipelines': [{ id, iid, project_id: 380, status, source, ref, sha, web_url, created_at, updated_at }],
      '380/pipelines/31/jobs': jobs,
    };
    const single: Record<string, unknown> = {
      'demo/web/shop': { ...project, description: null, path: 'shop', http_url_to_repo: `${project.web_url}.git` },
      '380/pipelines/31': own,
      '380/merge_requests/4': mergeRequest,
    };
    const list = lists[path];
    if (list) return page(url, list, given.pageSize);
    return single[path] === undefined ? MISSING : { body: single[path] };
  };
}

function page(url: URL, all: readonly unknown[], given: number | undefined): FakeAnswer {
  const size = given ?? Number(url.searchParams.get('per_page') ?? 20);
  const number = Number(url.searchParams.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  return {
    headers: {
      'x-page': String(number),
      'x-per-page': String(size),
      'x-next-page': number < last ? String(number + 1) : '',
      'x-total': String(all.length),
      'ratelimit-limit': '2000',
      'ratelimit-remaining': '1999',
      'ratelimit-reset': '1769850000',
    },
    body: all.slice((number - 1) * size, number * size),
  };
}
