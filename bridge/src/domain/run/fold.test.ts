import fc from 'fast-check';
import { canonicalJson, foldRun, jobOfRow, lostEnd, newerFact, type RunOrJobFact } from './index';
import { at, completedJob, completedRun, dateAt, queuedJob, queuedRun, runningJob, runningRun, step } from './testing';

describe('the life of a run', () => {
  test('queued: waits, nothing else is known', () => {
    expect(foldRun([queuedRun()])).toMatchObject({
      run: {
        id: 'github-1001-1',
        status: 'queued',
        displayStatus: 'queued',
        result: null,
        queuedAt: dateAt(0),
        startedAt: null,
        queueMs: null,
        durationMs: null,
        jobsTotal: 0,
      },
      jobs: [],
    });
  });

  test('running: began with its first job', () => {
    const { run, jobs } = foldRun([queuedRun(), runningRun(), runningJob('7'), queuedJob('8')]);
    expect(run).toMatchObject({ displayStatus: 'running', startedAt: dateAt(10), queueMs: 10_000, durationMs: null });
    expect(run).toMatchObject({ jobsTotal: 2, jobsRunning: 1, jobsQueued: 1, jobsFailed: 0 });
    expect(jobs.map((job) => job.status)).toEqual(['queued', 'running']);
  });

  test('completed: queue and duration do not overlap', () => {
    const { run, jobs } = foldRun([completedRun({ result: 'failed', providerResult: 'failure' }), completedJob('7')]);
    expect(run).toMatchObject({
      displayStatus: 'failed',
      providerResult: 'failure',
      queueMs: 10_000,
      durationMs: 90_000,
    });
    expect(jobs[0]).toMatchObject({ startedAt: dateAt(10), finishedAt: dateAt(90), result: 'success' });
  });

  test('a job that speaks first makes its run; the run fills it in', () => {
    const early = foldRun([runningJob('7')]).run;
    expect(early).toMatchObject({ name: 'CI', number: 0, status: 'running', queuedAt: dateAt(1), branch: 'main' });
    expect(foldRun([runningJob('7'), queuedRun()]).run).toMatchObject({
      id: early.id,
      number: 42,
      queuedAt: dateAt(0),
    });
  });

  test('queued → completed with nothing between', () => {
    const { run } = foldRun([queuedRun(), completedRun()]);
    expect(run).toMatchObject({ status: 'completed', startedAt: dateAt(0), durationMs: 100_000 });
  });

  test('what ended is not reopened by a late report', () => {
    const { run, jobs } = foldRun([
      completedRun(),
      completedJob('7'),
      runningJob('7', { startedAt: at(500) }),
      runningRun(),
    ]);
    expect(run.status).toBe('completed');
    expect(jobs[0]).toMatchObject({ status: 'completed', startedAt: dateAt(10) });
  });

  test('startup failure: an end without jobs and without a start', () => {
    const failed = completedRun({ result: 'failed', providerResult: 'startup_failure', startedAt: undefined });
    expect(foldRun([failed])).toMatchObject({
      run: {
        displayStatus: 'failed',
        providerResult: 'startup_failure',
        startedAt: null,
        queueMs: null,
        durationMs: null,
      },
      jobs: [],
    });
  });

  test('a run that waits for approval is queued under that word, and goes on from there', () => {
    const waiting = queuedRun({ providerResult: 'action_required', updatedAt: at(1) });
    expect(foldRun([queuedRun(), waiting]).run).toMatchObject({
      displayStatus: 'queued',
      providerResult: 'action_required',
    });
    expect(foldRun([waiting, queuedRun({ updatedAt: at(60) })]).run.providerResult).toBeNull();
    expect(foldRun([waiting, runningRun()]).run).toMatchObject({ displayStatus: 'running', providerResult: null });
  });

  test('attempts are runs of their own', () => {
    expect(() => foldRun([completedRun(), queuedRun({ attempt: 2 })])).toThrow(/github-1001-1.*github-1001-2/);
    expect(foldRun([queuedRun({ attempt: 2 })]).run.traceId).not.toBe(foldRun([queuedRun()]).run.traceId);
  });

  test('no facts, no run', () => {
    expect(() => foldRun([])).toThrow(/at least one/);
  });
});

describe('jobs', () => {
  test('skipped: no start, no duration, and they do not start the run', () => {
    const skipped = completedJob('7', {
      result: 'skipped',
      providerResult: 'skipped',
      startedAt: at(5),
      finishedAt: at(5),
      steps: [],
    });
    const { run, jobs } = foldRun([queuedRun(), skipped]);
    expect(jobs[0]).toMatchObject({ startedAt: null, finishedAt: dateAt(5), result: 'skipped' });
    expect(run.status).toBe('queued');
  });

  test('equal names (a matrix) stay apart', () => {
    const { jobs } = foldRun([completedJob('7', { name: 'test' }), completedJob('8', { name: 'test' })]);
    expect(jobs.map((job) => job.id)).toEqual(['github-7', 'github-8']);
    expect(new Set(jobs.map((job) => job.spanId)).size).toBe(2);
  });

  test('an end before the start is a skewed clock, not a negative duration', () => {
    const { run, jobs } = foldRun([
      completedRun({ finishedAt: at(5) }),
      completedJob('7', { startedAt: at(50), finishedAt: at(20), steps: [] }),
    ]);
    expect(jobs[0]).toMatchObject({ startedAt: dateAt(50), finishedAt: dateAt(50) });
    expect(run).toMatchObject({ finishedAt: dateAt(50), durationMs: 0, queueMs: 50_000 });
  });

  test('a start before the creation waits for nothing', () => {
    expect(foldRun([queuedRun(), runningJob('7', { startedAt: at(-30) })]).run.queueMs).toBe(0);
  });

  test('a job whose end was lost ends with its run, as unknown, until it speaks', () => {
    const { run, jobs } = foldRun([completedRun(), runningJob('7')]);
    expect(jobs[0]).toMatchObject({ status: 'completed', result: 'unknown', finishedAt: dateAt(100) });
    expect(run).toMatchObject({ jobsRunning: 0, jobsFailed: 0 });
    expect(foldRun([completedRun(), runningJob('7'), completedJob('7')]).jobs[0]).toMatchObject({ result: 'success' });
  });

  test('steps and runner of an earlier report survive an end without them', () => {
    const cut = completedJob('7', { result: 'cancelled', steps: [], runner: undefined });
    expect(foldRun([runningJob('7'), cut]).jobs[0]).toMatchObject({
      result: 'cancelled',
      runner: { name: 'runner-5' },
      steps: [{ name: 'Set up job' }, { name: 'Test' }],
    });
  });

  test('re-run of the failed jobs: those that ended in an earlier attempt take none of the time', () => {
    const rerun = { attempt: 2 } as const;
    const { run, jobs } = foldRun([
      completedRun({ ...rerun, queuedAt: at(1000), startedAt: at(1000), finishedAt: at(1200), updatedAt: at(1200) }),
      completedJob('17', rerun),
      completedJob('18', { ...rerun, queuedAt: at(1000), startedAt: at(1060), finishedAt: at(1199) }),
    ]);
    expect(jobs).toHaveLength(2);
    expect(run).toMatchObject({ queueMs: 60_000, durationMs: 140_000, jobsTotal: 2 });
  });
});

describe('order and repetition', () => {
  const story: RunOrJobFact[] = [
    queuedRun(),
    runningRun(),
    completedRun({ result: 'failed', providerResult: 'failure' }),
    queuedJob('7'),
    runningJob('7'),
    completedJob('7', { result: 'failed', providerResult: 'failure' }),
  ];

  test('all 720 orders of six facts give one run', () => {
    const expected = foldRun(story);
    const orders = permutations(story);
    expect(orders).toHaveLength(720);
    for (const order of orders) expect(foldRun(order)).toEqual(expected);
  });

  test('any facts, in any order, however often', () => {
    fc.assert(
      fc.property(facts, fc.array(fc.nat({ max: 1000 })), fc.nat(), (list, picks, seed) => {
        const repeated = [...list, ...picks.flatMap((pick) => list[pick % list.length] ?? [])];
        const shuffled = repeated
          .map((fact, index) => ({ fact, key: Math.imul(index + 1, 2654435761 ^ seed) >>> 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        expect(foldRun(shuffled)).toEqual(foldRun(list));
      }),
      { numRuns: 300 },
    );
  });

  test('folding what was kept gives what folding everything gave', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const kept = new Map<string, RunOrJobFact>();
        for (const fact of list) {
          const key = `${fact.kind === 'job' ? fact.providerJobId : ''}/${fact.status}`;
          const known = kept.get(key);
          kept.set(key, known ? newerFact(known, fact) : fact);
        }
        expect(foldRun([...kept.values()])).toEqual(foldRun(list));
      }),
    );
  });

  test('whatever the facts: no negative time, no end without a completed state', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const { run, jobs } = foldRun(list);
        expect(run.queueMs ?? 0).toBeGreaterThanOrEqual(0);
        expect(run.durationMs ?? 0).toBeGreaterThanOrEqual(0);
        for (const job of jobs) {
          expect(job.finishedAt !== null).toBe(job.status === 'completed');
          if (job.startedAt && job.finishedAt)
            expect(job.finishedAt.getTime()).toBeGreaterThanOrEqual(job.startedAt.getTime());
        }
      }),
    );
  });
});

test('equal facts have equal canonical JSON whatever the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: undefined }], a: null })).toBe(canonicalJson({ a: null, b: [1, { d: 2 }] }));
});

test('a stored job with a word that the fold never writes is refused', () => {
  const row = {
    id: 'github-7',
    provider_job_id: '7',
    run_id: 'github-1001-1',
    name: 'x',
    stage: null,
    retried: false,
    status: 'sleeping',
    result: null,
    provider_result: null,
    queued_at: dateAt(0),
    started_at: null,
    finished_at: null,
    runner: null,
    steps: [],
    span_id: '0'.repeat(16),
    queue_span_id: '0'.repeat(16),
    url: '',
  };
  expect(() => jobOfRow(row)).toThrow(/sleeping|Invalid/);
});

describe('a source that takes ended runs up again', () => {
  const reopens = true as const;
  const ended = completedRun({ reopens, result: 'failed', updatedAt: at(100), finishedAt: at(100) });
  const firstTry = completedJob('7', { slot: 'unit', result: 'failed' });
  const again = runningRun({ reopens, updatedAt: at(200) });
  const retry = queuedJob('9', { slot: 'unit', queuedAt: at(200) });

  test('a report newer than the end reopens it', () => {
    const { run, jobs } = foldRun([ended, firstTry, again, retry]);
    expect(run).toMatchObject({ status: 'running', result: null, finishedAt: null, durationMs: null });
    expect(run).toMatchObject({ jobsTotal: 1, jobsFailed: 0, jobsQueued: 1 });
    expect(jobs.map((job) => [job.id, job.retried])).toEqual([
      ['github-7', true],
      ['github-9', false],
    ]);
  });

  test('a late report from before the end does not', () => {
    const late = runningRun({ reopens, updatedAt: at(50) });
    expect(foldRun([ended, firstTry, late]).run).toMatchObject({ status: 'completed', result: 'failed' });
  });

  test('its next end is its end, with the time that the source says it worked', () => {
    const success = completedRun({ reopens, updatedAt: at(300), finishedAt: at(300), durationMs: 120_000 });
    const passed = completedJob('9', { slot: 'unit', queuedAt: at(200), startedAt: at(210), finishedAt: at(300) });
    const { run } = foldRun([again, retry, firstTry, success, passed]);
    expect(run).toMatchObject({ result: 'success', finishedAt: dateAt(300), durationMs: 120_000, jobsFailed: 0 });
  });

  test('while it waits for a person it is queued, unless a job still runs', () => {
    const blocked = queuedRun({ reopens, updatedAt: at(150) });
    expect(foldRun([runningRun({ reopens }), firstTry, blocked]).run.status).toBe('queued');
    expect(foldRun([runningRun({ reopens }), runningJob('8'), blocked]).run.status).toBe('running');
  });

  test('a measured wait is the wait, whenever the job was made', () => {
    const [job] = foldRun([queuedJob('7', { queuedAt: at(0) }), runningJob('7', { waitedMs: 4000 })]).jobs;
    expect(job?.queuedAt).toEqual(dateAt(6));
  });
});

describe('a run whose end was lost', () => {
  const silent = [queuedRun(), runningRun(), runningJob('7'), queuedJob('8')];
  const given = [...silent, lostEnd(silent)];

  test('ends as unknown, at the last time it was heard of, and its jobs with it', () => {
    const { run, jobs } = foldRun(given);
    expect(run).toMatchObject({ status: 'completed', result: 'unknown', providerResult: null, finishedAt: dateAt(12) });
    expect(jobs.map((job) => [job.id, job.result])).toEqual([
      ['github-8', 'unknown'],
      ['github-7', 'unknown'],
    ]);
  });

  test('goes on when it is heard of again, and ends as it really did', () => {
    expect(foldRun([...given, runningRun({ updatedAt: at(9000) })]).run).toMatchObject({ status: 'running' });
    // The run's clock may be behind those of its runners.
    const end = completedRun({ updatedAt: at(9), finishedAt: at(9) });
    expect(foldRun([...given, end]).run).toEqual(foldRun([...silent, end]).run);
    expect(foldRun([end, ...given]).run).toEqual(foldRun([...silent, end]).run);
  });

  test('of which only jobs were heard keeps their words', () => {
    expect(foldRun([runningJob('7'), lostEnd([runningJob('7')])]).run).toMatchObject({
      name: 'CI',
      branch: 'main',
      result: 'unknown',
      queuedAt: dateAt(1),
    });
  });
});

test('the host is part of ids where it is not the provider’s own', () => {
  const own = { repository: { provider: 'gitlab', fullName: 'a/b', url: 'https://git.example.org:8443/a/b' } };
  const cloud = { repository: { provider: 'gitlab', fullName: 'a/b', url: 'https://gitlab.com/a/b' } };
  const nowhere = { repository: { provider: 'gitlab', fullName: 'a/b', url: '' } };
  expect(foldRun([queuedRun(own)]).run).toMatchObject({
    id: 'gitlab-git.example.org:8443-1001-1',
    host: 'git.example.org:8443',
  });
  expect(foldRun([queuedRun(cloud)]).run).toMatchObject({ id: 'gitlab-1001-1', host: 'gitlab.com' });
  expect(foldRun([queuedRun(nowhere)]).run).toMatchObject({ id: 'gitlab-1001-1', host: 'gitlab.com' });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

const seconds = fc.integer({ min: -50, max: 300 }).map(at);
const result = fc.constantFrom('success', 'failed', 'cancelled', 'skipped', 'timed_out', 'unknown');
const runFact = fc.oneof(
  fc.record({ updatedAt: seconds }).map(queuedRun),
  fc.record({ updatedAt: seconds, startedAt: seconds }).map(runningRun),
  fc.record({ updatedAt: seconds, finishedAt: seconds, result }).map(completedRun),
);
const jobId = fc.constantFrom('7', '8', '9');
const jobFact = fc.oneof(
  jobId.map((id) => queuedJob(id)),
  fc.tuple(jobId, fc.record({ startedAt: seconds })).map(([id, fields]) => runningJob(id, fields)),
  fc
    .tuple(jobId, fc.record({ startedAt: seconds, finishedAt: seconds, result }), fc.boolean())
    .map(([id, fields, bare]) => completedJob(id, bare ? { ...fields, steps: [step(1, 'Only', 20, 30)] } : fields)),
);
const facts = fc.array(fc.oneof(runFact, jobFact), { minLength: 1, maxLength: 30 });
