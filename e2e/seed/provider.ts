import { createServer, type ServerResponse } from 'node:http';
import { githubHost, runDeliveries, type RunPlan } from './github';

/** GitHub's API with one repository and its runs, which a test can make slow, limited or closed. */
export interface FakeGithub {
  url: string;
  /** Requests are answered 401 unless they carry this token. */
  token: string;
  /** Seconds that the next request is told to wait; used up by it. */
  limitSeconds: number | null;
  /** Answers to the jobs of a run wait until this is called. */
  release: () => void;
  close: () => Promise<void>;
}

export interface GithubPlan {
  repository: string;
  runs: readonly RunPlan[];
  token?: string;
  limitSeconds?: number;
  /** Jobs are answered only after `release`. */
  held?: boolean;
}

type Json = Record<string, unknown>;

export async function startGithub(plan: GithubPlan): Promise<FakeGithub> {
  const gate = { open: () => undefined as void, opened: Promise.resolve() };
  if (plan.held) gate.opened = new Promise((open) => (gate.open = () => open()));
  const state = { token: plan.token ?? 'e2e-token', limitSeconds: plan.limitSeconds ?? null };
  const root = `/api/v3/repos/${plan.repository}`;
  const last = plan.runs.map((run) => runDeliveries(run));
  const repository = {
    id: 4711,
    full_name: plan.repository,
    html_url: `https://${githubHost}/${plan.repository}`,
    default_branch: 'main',
  };
  const runs = last.map(
    (deliveries) => deliveries.filter(({ event }) => event === 'workflow_run').at(-1)?.payload['workflow_run'],
  );
  const jobsOf = (id: number): Json[] => {
    const jobs = new Map<unknown, Json>();
    for (const { event, payload } of last.flat()) {
      const job = payload['workflow_job'] as Json | undefined;
      if (event === 'workflow_job' && job?.['run_id'] === id) jobs.set(job['id'], job);
    }
    return [...jobs.values()];
  };
  const answer = async (path: string, res: ServerResponse): Promise<void> => {
    if (path === root) return send(res, 200, repository);
    if (path === `${root}/actions/runs`) return send(res, 200, { total_count: runs.length, workflow_runs: runs });
    const id = /\/actions\/runs\/(\d+)\/jobs$/.exec(path)?.[1];
    if (id !== undefined) {
      await gate.opened;
      const jobs = jobsOf(Number(id));
      return send(res, 200, { total_count: jobs.length, jobs });
    }
    const job = /\/actions\/jobs\/(\d+)\/logs$/.exec(path)?.[1];
    // GitHub redirects to where it stores them; a server of one's own may hand them out itself.
    if (job !== undefined) return void res.writeHead(200, { 'content-type': 'text/plain' }).end(`log of job ${job}\n`);
    if (path === `${root}/deployments`)
      return send(res, 403, { message: 'Resource not accessible by personal access token' });
    return path.startsWith(`${root}/`) ? send(res, 200, []) : send(res, 404, { message: 'Not Found' });
  };
  const server = createServer((req, res) => {
    if (req.headers.authorization !== `Bearer ${state.token}`) return send(res, 401, { message: 'Bad credentials' });
    const seconds = state.limitSeconds;
    if (seconds !== null) {
      state.limitSeconds = null;
      return send(res, 429, { message: 'API rate limit exceeded' }, { 'retry-after': String(seconds) });
    }
    void answer(new URL(req.url ?? '/', 'http://github.test').pathname, res);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    release: () => gate.open(),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}

function send(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
