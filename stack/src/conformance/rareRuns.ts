import { createHmac } from 'node:crypto';
import { isMap } from '../collectorConfig';

interface RareRun {
  action: 'requested' | 'in_progress' | 'completed';
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: 'startup_failure' | null;
}

/**
 * Runs that the demo tells seldom or leaves soon, and that queries wait for: one that broke before its first job, a part of each failure rate; one
 * that waits for a runner and one under way, for as long as the traffic lasts.
 */
const rareRuns: readonly RareRun[] = [
  { action: 'completed', status: 'completed', conclusion: 'startup_failure' },
  { action: 'requested', status: 'queued', conclusion: null },
  { action: 'in_progress', status: 'in_progress', conclusion: null },
];

/** Tells the bridge of each of {@link rareRuns}, through a webhook door of its own. */
export async function sendRareRuns(url: string, token: string, now: number): Promise<void> {
  const made = await post(`${url}/api/v1/hooks`, JSON.stringify({ provider: 'github', name: 'conformance' }), {
    authorization: `Bearer ${token}`,
  });
  const hook: unknown = await made.json();
  if (!isMap(hook) || typeof hook.id !== 'string' || typeof hook.secret !== 'string')
    throw new Error('the bridge made no hook');
  const door = { url: `${url}/hooks/github/${hook.id}`, secret: hook.secret };
  for (const [index, run] of rareRuns.entries()) await sendRun(door, run, now + index, new Date(now).toISOString());
}

async function sendRun(
  door: { url: string; secret: string },
  { action, status, conclusion }: RareRun,
  id: number,
  at: string,
): Promise<void> {
  const body = JSON.stringify({
    action,
    repository: { id: 1, full_name: 'demo/rare', html_url: 'https://github.com/demo/rare' },
    workflow_run: {
      id,
      run_attempt: 1,
      run_number: 1,
      name: 'CI',
      event: 'push',
      status,
      conclusion,
      head_branch: 'main',
      head_sha: id.toString(16).padStart(40, '0'),
      created_at: at,
      run_started_at: at,
      updated_at: at,
      html_url: `https://github.com/demo/rare/actions/runs/${id}`,
    },
  });
  await post(door.url, body, {
    'x-github-event': 'workflow_run',
    'x-github-delivery': `rare-run-${id}`,
    'x-hub-signature-256': `sha256=${createHmac('sha256', door.secret).update(body).digest('hex')}`,
  });
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  if (!response.ok)
    throw new Error(`${new URL(url).pathname} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return response;
}
