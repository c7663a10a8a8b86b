import type { CiProvider } from '@summit/contracts';
import examples from '@octokit/webhooks-examples';
import type { InboxItem } from '../../context';

/**
 * A day of `demo/shop` as GitHub tells it: recorded payloads with the fields of the story put in. A pull request is tested and merged; the run
 * on main fails, its failed job is run again and succeeds, and that attempt deploys.
 */

export interface Delivery {
  event: string;
  payload: Record<string, unknown>;
}

export const MERGE_SHA = 'a'.repeat(40);
export const HEAD_SHA = 'b'.repeat(40);
const at = (minutes: number, seconds = 0): string =>
  new Date(Date.UTC(2026, 0, 31, 9, minutes, seconds)).toISOString().replace('.000Z', 'Z');

const sampleOf = (event: string, n: number): Record<string, unknown> => {
  const payload: unknown = examples.find(({ name }) => name === event)?.examples[n];
  if (typeof payload !== 'object' || payload === null) throw new Error(`no example of ${event}`);
  return { ...payload };
};

const repository = {
  id: 35129377,
  full_name: 'demo/shop',
  html_url: 'https://github.com/demo/shop',
  default_branch: 'main',
};

function delivery(event: string, n: number, part: string, fields: object, more: object = {}): Delivery {
  const payload = sampleOf(event, n);
  const inner = payload[part];
  return {
    event,
    payload: { ...payload, [part]: { ...(typeof inner === 'object' ? inner : {}), ...fields }, repository, ...more },
  };
}

type Time = string;

export function run(id: number, attempt: number, status: string, updated: Time, fields: object = {}): Delivery {
  return delivery('workflow_run', 0, 'workflow_run', {
    id,
    run_attempt: attempt,
    run_number: 42,
    name: 'CI',
    event: 'push',
    status,
    conclusion: null,
    head_branch: 'main',
    head_sha: MERGE_SHA,
    head_commit: {
      id: MERGE_SHA,
      message: 'Add cart (#7)',
      timestamp: at(0),
      author: { name: 'Sam', email: 'sam@example.org' },
    },
    created_at: at(1),
    run_started_at: attempt > 1 ? at(30) : at(1),
    updated_at: updated,
    html_url: `https://github.com/demo/shop/actions/runs/${id}`,
    ...fields,
  });
}

export function job(id: number, runId: number, attempt: number, status: string, fields: object = {}): Delivery {
  return delivery('workflow_job', 1, 'workflow_job', {
    id,
    run_id: runId,
    run_attempt: attempt,
    name: `test (${id})`,
    workflow_name: 'CI',
    status,
    conclusion: null,
    head_branch: 'main',
    head_sha: MERGE_SHA,
    created_at: attempt > 1 ? at(30, 2) : at(1, 2),
    started_at: attempt > 1 ? at(31) : at(2),
    completed_at: null,
    steps: [],
    html_url: `https://github.com/demo/shop/actions/runs/${runId}/job/${id}`,
    ...fields,
  });
}

export const step = (number: number, name: string, conclusion: string, from: Time, to: Time): object => ({
  number,
  name,
  status: 'completed',
  conclusion,
  started_at: from,
  completed_at: to,
});

export const pull = (fields: object): Delivery =>
  delivery('pull_request', 0, 'pull_request', {
    number: 7,
    title: 'Add cart',
    state: 'open',
    head: { ref: 'cart', sha: HEAD_SHA },
    base: { ref: 'main' },
    created_at: at(-60),
    updated_at: at(-60),
    html_url: 'https://github.com/demo/shop/pull/7',
    ...fields,
  });

export function deployment(
  id: number,
  state: string | null,
  when: Time,
  runId: string | null,
  fields: object = {},
): Delivery {
  const part = {
    id,
    sha: MERGE_SHA,
    ref: 'main',
    task: 'deploy',
    environment: 'production',
    created_at: at(36),
    updated_at: when,
    ...fields,
  };
  const [run_id, attempt] = (runId ?? '').split('-');
  const more = { workflow_run: runId === null ? null : { id: Number(run_id), run_attempt: Number(attempt) } };
  if (state === null) return delivery('deployment', 0, 'deployment', part, more);
  const sample = delivery('deployment_status', 0, 'deployment', part, more);
  const status = {
    state,
    created_at: when,
    updated_at: when,
    environment: 'production',
    environment_url: 'https://shop.example.org',
  };
  return { ...sample, payload: { ...sample.payload, deployment_status: status } };
}

const check = (status: string, conclusion: string | null): Delivery =>
  delivery('check_run', 1, 'check_run', {
    id: 900,
    name: 'coverage',
    head_sha: MERGE_SHA,
    status,
    conclusion,
    started_at: at(2),
    completed_at: conclusion === null ? null : at(3),
  });

const pushed = {
  id: MERGE_SHA,
  message: 'Add cart (#7)',
  timestamp: at(0),
  url: `https://github.com/demo/shop/commit/${MERGE_SHA}`,
  author: { name: 'Sam', email: 'sam@example.org' },
  added: ['cart.ts'],
  modified: [],
  removed: [],
};

export const story: readonly Delivery[] = [
  pull({}),
  run(1000, 1, 'queued', at(-50), {
    event: 'pull_request',
    head_branch: 'cart',
    head_sha: HEAD_SHA,
    head_commit: null,
    created_at: at(-50),
    run_started_at: at(-50),
    pull_requests: [],
    run_number: 41,
  }),
  run(1000, 1, 'completed', at(-40), {
    event: 'pull_request',
    head_branch: 'cart',
    head_sha: HEAD_SHA,
    head_commit: null,
    created_at: at(-50),
    run_started_at: at(-50),
    pull_requests: [],
    run_number: 41,
    conclusion: 'success',
  }),
  pull({
    state: 'closed',
    merged: true,
    merged_at: at(0),
    closed_at: at(0),
    updated_at: at(0),
    merge_commit_sha: MERGE_SHA,
  }),
  {
    event: 'push',
    payload: {
      ...sampleOf('push', 1),
      ref: 'refs/heads/main',
      deleted: false,
      head_commit: pushed,
      commits: [pushed],
      repository,
    },
  },
  run(1001, 1, 'queued', at(1)),
  run(1001, 1, 'in_progress', at(2, 1)),
  job(7, 1001, 1, 'queued'),
  job(7, 1001, 1, 'in_progress', { name: 'test' }),
  job(7, 1001, 1, 'completed', {
    name: 'test',
    conclusion: 'success',
    completed_at: at(5),
    steps: [step(1, 'Run tests', 'success', at(2), at(4)), step(2, 'Run tests', 'success', at(4), at(5))],
  }),
  job(8, 1001, 1, 'queued'),
  job(8, 1001, 1, 'in_progress', { name: 'test', started_at: at(3) }),
  job(8, 1001, 1, 'completed', {
    name: 'test',
    conclusion: 'failure',
    started_at: at(3),
    completed_at: at(6),
    steps: [step(1, 'Run tests', 'failure', at(3), at(6)), step(2, 'Upload', 'skipped', at(6), at(6))],
  }),
  job(9, 1001, 1, 'completed', { name: 'deploy', conclusion: 'skipped', completed_at: at(6) }),
  run(1001, 1, 'completed', at(6, 5), { conclusion: 'failure' }),
  run(1001, 2, 'queued', at(30)),
  job(18, 1001, 2, 'completed', { name: 'test', conclusion: 'success', completed_at: at(35) }),
  job(19, 1001, 2, 'completed', { name: 'deploy', conclusion: 'success', started_at: at(36), completed_at: at(38) }),
  run(1001, 2, 'completed', at(38, 5), { conclusion: 'success' }),
  deployment(55, null, at(36), '1001-2'),
  deployment(55, 'in_progress', at(36), '1001-2'),
  deployment(55, 'success', at(37), '1001-2'),
  deployment(55, 'inactive', at(50), '1001-2'),
  deployment(56, null, at(37), null, { environment: 'staging', created_at: at(37) }),
  deployment(56, 'failure', at(37, 30), null, { environment: 'staging', created_at: at(37) }),
  check('in_progress', null),
  check('completed', 'success'),
  { event: 'star', payload: { action: 'created', repository } },
];

/** Deliveries as the inbox hands them to the digest. */
export const itemsOf = (tenant: string, deliveries: readonly Delivery[], source: CiProvider = 'github'): InboxItem[] =>
  deliveries.map(({ event, payload }, index) => ({
    id: String(index + 1),
    tenant,
    source,
    projectId: null,
    hookId: 'hook',
    receivedAt: new Date('2026-01-31T10:00:00Z'),
    encoding: '',
    meta: { event, delivery: `delivery-${index}` },
    body: Buffer.from(JSON.stringify(payload)),
  }));
