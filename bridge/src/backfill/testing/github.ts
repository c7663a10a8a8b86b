import type { Delivery } from '../provider';
import type { FakeAnswer } from './server';

/**
 * GitHub's REST API as it answers after these webhooks were sent: what a webhook carries is what the API shows, but only as it is now, without
 * the states before, without the run in a deployment, and with a list of runs that knows their newest attempt only.
 */

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

const MISSING: FakeAnswer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};

export function fakeGithub(deliveries: readonly Delivery[]): (url: URL) => FakeAnswer {
  const runs = new Map<string, Fields>();
  const jobs = new Map<number, Fields>();
  const pulls = new Map<number, Fields>();
  const deployments = new Map<number, Fields>();
  const statuses = new Map<number, Fields[]>();
  const commits: Fields[] = [];
  let repository: Fields = {};
  for (const { event, payload } of deliveries) {
    const body = fields(payload);
    repository = { ...repository, ...fields(body['repository']) };
    if (event === 'workflow_run') {
      const run = fields(body['workflow_run']);
      runs.set(`${number(run['id'])}/${number(run['run_attempt'])}`, {
        ...run,
        repository,
        head_repository: repository,
      });
    }
    if (event === 'workflow_job') {
      const job = fields(body['workflow_job']);
      jobs.set(number(job['id']), job);
    }
    if (event === 'pull_request') {
      const { merged: _merged, ...pull } = fields(body['pull_request']);
      pulls.set(number(pull['number']), { ...pull, head: { ...fields(pull['head']), repo: repository } });
    }
    if (event === 'push') for (const commit of list(body['commits'])) commits.push(restCommit(commit));
    if (event === 'deployment' || event === 'deployment_status') {
      const deployment = fields(body['deployment']);
      deployments.set(number(deployment['id']), deployment);
      const status = body['deployment_status'];
      const known = statuses.get(number(deployment['id'])) ?? [];
      if (status !== undefined) statuses.set(number(deployment['id']), [fields(status), ...known]);
    }
  }
  const name = text(repository['full_name']);
  const attemptsOf = (id: number) => [...runs.values()].filter((run) => run['id'] === id).sort(byNumber('run_attempt'));
  const newest = () =>
    [...new Set([...runs.values()].map((run) => number(run['id'])))].flatMap((id) => attemptsOf(id).slice(0, 1));

  return (url) => {
    const root = `/api/v3/repos/${name}`;
    if (!url.pathname.startsWith(root)) return MISSING;
    const path = url.pathname.slice(root.length);
    if (path === '') return { body: { ...repository, full_name: name, private: true } };
    if (path === '/commits') return { body: page(url, commits) };
    if (path === '/pulls') return { body: page(url, [...pulls.values()].sort(byTime('updated_at'))) };
    if (path === '/deployments') return { body: page(url, [...deployments.values()].sort(byTime('created_at'))) };
    if (path === '/actions/runs') return { body: runList(url, newest()) };
    const status = /^\/deployments\/(\d+)\/statuses$/.exec(path)?.[1];
    if (status !== undefined) return { body: page(url, statuses.get(Number(status)) ?? []) };
    const run = /^\/actions\/runs\/(\d+)(?:\/(jobs|attempts\/(\d+)))?$/.exec(path);
    if (run === null) return MISSING;
    const attempts = attemptsOf(Number(run[1]));
    if (run[2] === 'jobs') {
      const all = [...jobs.values()].filter((job) => job['run_id'] === Number(run[1])).sort(byNumber('id'));
      return attempts.length === 0 ? MISSING : { body: { total_count: all.length, jobs: page(url, all) } };
    }
    const found = run[3] === undefined ? attempts[0] : attempts.find((one) => one['run_attempt'] === Number(run[3]));
    return found === undefined ? MISSING : { body: found };
  };
}

/** Narrowed by `created`, the newest first; no more than a thousand, whatever the page. */
function runList(url: URL, all: readonly Fields[]): Fields {
  const created = url.searchParams.get('created') ?? '';
  const since = created.startsWith('>=') ? created.slice(2) : (created.split('..')[0] ?? '');
  const before = created.includes('..') ? (created.split('..')[1] ?? '') : '9999';
  const found = all
    .filter((run) => text(run['created_at']) >= since && text(run['created_at']) <= before)
    .sort((a, b) => byTime('created_at')(a, b) || byNumber('id')(a, b));
  return { total_count: found.length, workflow_runs: page(url, found.slice(0, 1000)) };
}

const restCommit = (commit: Fields): Fields => {
  const { name, email, username } = fields(commit['author']);
  const who = { name, email, date: commit['timestamp'] };
  return {
    sha: commit['id'],
    html_url: commit['url'],
    commit: { message: commit['message'], author: who, committer: who, tree: { sha: commit['id'] } },
    author: username === undefined ? null : { login: username },
    parents: [],
  };
};

const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const byTime = (key: string) => (a: Fields, b: Fields) =>
  text(a[key]) < text(b[key]) ? 1 : text(a[key]) > text(b[key]) ? -1 : 0;
const byNumber = (key: string) => (a: Fields, b: Fields) => number(b[key]) - number(a[key]);

function page<T>(url: URL, all: readonly T[]): T[] {
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
  return all.slice(from, from + size);
}
