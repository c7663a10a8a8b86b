import { foldRun, type RunOrJobFact } from '../../domain/run';
import { at, completedJob, completedRun, dateAt, queuedRun, runningJob, step } from '../../domain/run/testing';
import { jobSpanIds, runTraceIds, stepSpanId } from '../../domain/traceIds';
import { messages, readMessage, text } from '../../emit/testing/protobuf';
import type { EmitResource, EmitSpan } from '../../emit/model';
import type { OutboxEntry } from '../flush/outbox';
import { tableBlobs } from '../../store/blobs';
import { createContext } from '../context';
import { runResource, taskType } from './attributes';
import { emitSpans } from './emit';
import { runLog } from './logs';
import { jobSpans, runSpans } from './spans';

const github = { provider: 'github', host: 'github.com', repository: 'demo/shop' };

const now = dateAt(200);
const failed = { result: 'failed', providerResult: 'failure' } as const;

const exported = (...facts: RunOrJobFact[]): { run: EmitSpan[]; job: EmitSpan[]; resource: EmitResource } => {
  const { run, jobs } = foldRun(facts);
  return {
    run: runSpans(run, now),
    job: jobs.flatMap((job) => jobSpans(run, job, now)),
    resource: runResource('demo', run, 'https://github.com/demo/shop'),
  };
};

describe('spans', () => {
  test('the run is a server span named after its action, with its wait beside it', () => {
    const [run, queue] = exported(queuedRun(), completedRun(failed), completedJob('7')).run;
    const ids = runTraceIds(github, '1001', 1);
    expect(run).toEqual({
      traceId: ids.traceId,
      spanId: ids.rootSpanId,
      parentSpanId: undefined,
      name: 'RUN CI',
      kind: 'server',
      startMs: Date.parse(at(10)),
      endMs: Date.parse(at(100)),
      status: 'error',
      statusMessage: 'failure',
      attributes: {
        'summit.kind': 'run',
        'cicd.pipeline.action.name': 'RUN',
        'cicd.pipeline.result': 'failure',
        'error.type': 'failure',
        'summit.run.attempt': 1,
        'summit.run.number': 42,
      },
      links: [],
    });
    expect(queue).toMatchObject({
      name: 'Queued: CI',
      parentSpanId: ids.rootSpanId,
      startMs: Date.parse(at(0)),
      endMs: Date.parse(at(10)),
      attributes: { 'summit.kind': 'queue', 'cicd.pipeline.run.state': 'pending' },
    });
  });

  test('a job is an internal span under the run, its steps under it; the wait is not part of it', () => {
    const job = completedJob('7', {
      ...failed,
      name: 'test (20)',
      steps: [
        step(1, 'Run tests', 10, 50, 'failed'),
        { number: 2, name: 'Upload', status: 'completed', result: 'skipped' },
      ],
    });
    const spans = exported(job).job;
    expect(spans.map((span) => [span.name, span.kind, span.status, span.parentSpanId])).toEqual([
      ['test (20)', 'internal', 'error', runTraceIds(github, '1001', 1).rootSpanId],
      ['Queued: test (20)', 'internal', 'unset', jobSpanIds(github, '7').spanId],
      ['Run tests', 'internal', 'error', jobSpanIds(github, '7').spanId],
      ['Upload', 'internal', 'unset', jobSpanIds(github, '7').spanId],
    ]);
    expect(spans[0]?.attributes).toEqual({
      'summit.kind': 'job',
      'cicd.pipeline.task.name': 'test (20)',
      'cicd.pipeline.task.run.id': '7',
      'cicd.pipeline.task.run.result': 'failure',
      'cicd.pipeline.task.run.url.full': 'https://github.com/demo/shop/actions/runs/1001/job/7',
      'cicd.pipeline.task.type': 'test',
      'cicd.worker.id': '5',
      'cicd.worker.name': 'runner-5',
      'error.type': 'failure',
      'summit.worker.group': 'Default',
      'summit.worker.labels': ['ubuntu-latest'],
    });
    expect(spans[2]).toMatchObject({ spanId: stepSpanId(github, '7', 'Run tests', 1), statusMessage: 'failed' });
    expect(spans[3]?.attributes).toMatchObject({
      'cicd.pipeline.task.run.result': 'skip',
      'cicd.pipeline.task.run.id': '7/2',
    });
    expect(spans[3]).toMatchObject({ startMs: Date.parse(at(50)), endMs: Date.parse(at(50)) });
  });

  test.each([
    ['success', 'success', 'ok', 'success', undefined],
    ['failed', 'startup_failure', 'error', 'error', 'startup_failure'],
    ['timed_out', 'timed_out', 'error', 'timeout', 'timed_out'],
    ['cancelled', 'cancelled', 'unset', 'cancellation', undefined],
    ['skipped', 'skipped', 'unset', 'skip', undefined],
    ['unknown', 'stale', 'unset', undefined, undefined],
  ] as const)('%s (%s): status %s, result %s', (result, providerResult, status, attribute, errorType) => {
    const [run] = exported(completedRun({ result, providerResult })).run;
    expect(run?.status).toBe(status);
    expect(run?.attributes['cicd.pipeline.result']).toBe(attribute);
    expect(run?.attributes['error.type']).toBe(errorType);
  });

  test('a second attempt links to the first', () => {
    const first = runTraceIds(github, '1001', 1);
    expect(exported(completedRun({ attempt: 2 })).run[0]?.links).toEqual([
      { traceId: first.traceId, spanId: first.rootSpanId },
    ]);
  });

  test('a job that an earlier attempt ran is not exported with this one', () => {
    const late = {
      attempt: 2,
      queuedAt: at(1000),
      startedAt: at(1000),
      finishedAt: at(1200),
      updatedAt: at(1200),
    } as const;
    expect(exported(completedRun(late), completedJob('7', { attempt: 2 })).job).toEqual([]);
  });
});

test('the resource says whose run it is', () => {
  expect(exported(completedRun({ changeNumber: 7 })).resource).toEqual({
    tenant: 'demo',
    attributes: {
      'service.name': 'demo/shop',
      'cicd.pipeline.name': 'CI',
      'cicd.pipeline.run.id': '1001',
      'cicd.pipeline.run.url.full': 'https://github.com/demo/shop/actions/runs/1001',
      'vcs.provider.name': 'github',
      'vcs.owner.name': 'demo',
      'vcs.repository.name': 'demo/shop',
      'vcs.repository.url.full': 'https://github.com/demo/shop',
      'vcs.ref.head.name': 'main',
      'vcs.ref.head.type': 'branch',
      'vcs.ref.head.revision': 'a'.repeat(40),
      'vcs.change.id': '7',
      'summit.run.id': 'github-1001-1',
    },
  });
  expect(exported(completedRun({ branch: 'v1.2.0' })).resource.attributes['vcs.ref.head.type']).toBe('tag');
});

test.each([
  ['unit tests', 'test'],
  ['lint', 'test'],
  ['build image', 'build'],
  ['Deploy to production', 'deploy'],
  ['deploy after tests', 'deploy'],
  ['contest', undefined],
])('what the job %s is for: %s', (name, type) => {
  expect(taskType(name)).toBe(type);
});

test('the log line of a run is short and says how it ended', () => {
  const { run } = foldRun([completedRun(failed), runningJob('7')]);
  expect(runLog(run, now)).toMatchObject({
    timeMs: Date.parse(at(100)),
    severity: 'error',
    body: 'demo/shop CI #42 on main: failed after 90 s',
    traceId: run.traceId,
    attributes: {
      'event.name': 'summit.run.finished',
      'cicd.pipeline.result': 'failure',
      'summit.run.duration_ms': 90_000,
    },
  });
});

describe('requests', () => {
  const span = (n: number): EmitSpan => ({ ...(exported(completedRun()).run[0] ?? fail()), name: `span ${n}` });
  const fail = (): never => {
    throw new Error('no span');
  };
  const sent = (groups: readonly { tenant: string; service: string; count: number }[]): OutboxEntry[] => {
    const entries: OutboxEntry[] = [];
    const context = {
      ...createContext({ now: () => now, blobs: tableBlobs() }),
      emit: (entry: OutboxEntry) => void entries.push(entry),
    };
    emitSpans(
      context,
      groups.map(({ tenant, service, count }) => ({
        resource: { tenant, attributes: { 'service.name': service } },
        spans: Array.from({ length: count }, (_, n) => span(n)),
      })),
    );
    return entries;
  };
  /** Names of the spans in each resource of a request. */
  const read = (payload: Uint8Array): string[][] =>
    messages(readMessage(payload), 1).map((resource) =>
      messages(resource, 2).flatMap((scope) => messages(scope, 2).map((one) => text(one, 5) ?? '')),
    );

  test('several runs of a tenant are one valid request; tenants are kept apart', () => {
    const requests = sent([
      { tenant: 'a', service: 'x', count: 2 },
      { tenant: 'b', service: 'z', count: 1 },
      { tenant: 'a', service: 'y', count: 1 },
    ]);
    expect(requests.map(({ tenant, items, payload }) => [tenant, items, read(payload)])).toEqual([
      ['a', 3, [['span 0', 'span 1'], ['span 0']]],
      ['b', 1, [['span 0']]],
    ]);
  });

  test('no request is larger than 512 items', () => {
    const requests = sent([
      { tenant: 'a', service: 'x', count: 300 },
      { tenant: 'a', service: 'y', count: 300 },
      { tenant: 'a', service: 'z', count: 1200 },
    ]);
    for (const { items, payload } of requests) {
      expect(items).toBeLessThanOrEqual(512);
      expect(read(payload).flat()).toHaveLength(items);
    }
    expect(requests.reduce((sum, { items }) => sum + items, 0)).toBe(1800);
  });
});
