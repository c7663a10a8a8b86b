import { createHmac } from 'node:crypto';
import { isMap } from '../collectorConfig';

/** A run that broke before its first job: rare in the demo, and a part of each failure rate. Told through a webhook door of its own. */
export async function sendStartupFailure(url: string, token: string, now: number): Promise<void> {
  const made = await post(`${url}/api/v1/hooks`, JSON.stringify({ provider: 'github', name: 'conformance' }), {
    authorization: `Bearer ${token}`,
  });
  const hook: unknown = await made.json();
  if (!isMap(hook) || typeof hook.id !== 'string' || typeof hook.secret !== 'string')
    throw new Error('the bridge made no hook');
  const at = new Date(now).toISOString();
  const body = JSON.stringify({
    action: 'completed',
    repository: { id: 1, full_name: 'demo/broken', html_url: 'https://github.com/demo/broken' },
    workflow_run: {
      id: now,
      run_attempt: 1,
      run_number: 1,
      name: 'CI',
      event: 'push',
      status: 'completed',
      conclusion: 'startup_failure',
      head_branch: 'main',
      head_sha: now.toString(16).padStart(40, '0'),
      created_at: at,
      run_started_at: at,
      updated_at: at,
      html_url: `https://github.com/demo/broken/actions/runs/${now}`,
    },
  });
  await post(`${url}/hooks/github/${hook.id}`, body, {
    'x-github-event': 'workflow_run',
    'x-github-delivery': `startup-failure-${now}`,
    'x-hub-signature-256': `sha256=${createHmac('sha256', hook.secret).update(body).digest('hex')}`,
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
