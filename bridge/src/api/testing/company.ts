import type { Database } from '../../store/database';
import type { ApiDeps } from '../deps';
import { CHUNK_FORMAT, encodeChunk } from '../../domain/logs/chunk';
import { tableBlobs } from '../../store/blobs';

/** Ids of one thing of each kind, all on one road from commit to incident. */
export interface Company {
  tenant: string;
  projectId: string;
  slug: string;
  sha: string;
  changeNumber: number;
  repository: string;
  runId: string;
  jobId: string;
  deploymentId: string;
  version: string;
  issueId: string;
  shortId: string;
  eventIds: string[];
  alertId: string;
  incidentId: string;
  deadLetterId: string;
  hookId: string;
  backfillId: string;
  publicKey: string;
  testId: string;
  logId: string;
  rollbackPolicyId: string;
  team: string;
}

/** The log of a job that ended, of two lines. */
async function addLog(
  db: Database,
  { tenant, runId, at }: { tenant: string; runId: string; at: Date },
): Promise<string> {
  const blobId = await db.transaction().execute((tx) =>
    tableBlobs().put(tx, {
      tenant,
      receivedAt: at,
      encoding: '',
      format: CHUNK_FORMAT,
      body: encodeChunk(['npm test', 'FAIL'].map((plain) => ({ at: at.getTime(), plain, colours: [] }))),
    }),
  );
  const { id } = await db
    .insertInto('build_log')
    .values({ tenant, run_id: runId, job: '', lines: 2, final: true, first_at: at, last_at: at, received_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('log_chunk')
    .values({ log_id: id, first_line: 1, last_line: 2, first_at: at, last_at: at, received_at: at, blob_id: blobId })
    .execute();
  return id;
}

const hex = (text: string, digits: number): string =>
  Buffer.from(text).toString('hex').padEnd(digits, '0').slice(0, digits);

/** Opens the company's bodies, which name the event and tenant and nothing else. */
export const openEvent: ApiDeps['openEvent'] = (stored, eventId) => ({
  raw: JSON.parse(stored.body.toString('utf8')),
  event: {
    eventId,
    timestamp: '2026-11-20T12:00:00Z',
    platform: 'node',
    level: 'error',
    exceptions: [],
    fingerprint: [],
    tags: {},
    contexts: {},
    breadcrumbs: [],
  },
});

/**
 * Fills a tenant with one road: a commit in a merged change, its run, the deployment by that run, the release with its commit, an issue
 * that began in the release with three events, and an incident about the issue. Ids that the world chooses are the same in each tenant
 * on purpose, for a query that forgets the tenant must show.
 */
export async function createCompany(db: Database, tenant: string, now: Date): Promise<Company> {
  const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
  const repository = 'demo/shop';
  const [runId, jobId, deploymentId, version] = ['github-4182-1', 'github-9001', 'github-77', 'shop@4.18.0'];
  const provider = 'github';
  await db
    .insertInto('tenant')
    .values({ id: tenant, name: tenant })
    .onConflict((c) => c.doNothing())
    .execute();
  const { id: projectId } = await db
    .insertInto('project')
    .values({ tenant, slug: 'shop', name: 'Shop', platform: 'node' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const publicKey = hex(`key of ${tenant}`, 32);
  await db.insertInto('dsn_key').values({ public_key: publicKey, project_id: projectId, tenant }).execute();
  await db
    .insertInto('repository')
    .values({ tenant, provider, full_name: repository, url: 'https://git.test/demo/shop' })
    .execute();
  await db
    .insertInto('commit')
    .values({
      tenant,
      sha,
      provider,
      repository,
      message: 'Cart totals\n\nWith taxes.',
      author: JSON.stringify({ name: 'ada' }),
      committed_at: ago(90),
    })
    .execute();
  await db
    .insertInto('change')
    .values({
      tenant,
      provider,
      repository,
      number: 912,
      title: 'Cart totals',
      state: 'merged',
      merge_sha: sha,
      head_sha: 'b'.repeat(40),
      created_at: ago(200),
      merged_at: ago(90),
      url: 'https://git.test/demo/shop/pull/912',
    })
    .execute();
  await db
    .insertInto('run')
    .values({
      tenant,
      id: runId,
      provider,
      system: 'github',
      host: 'github.com',
      provider_run_id: '4182',
      attempt: 1,
      repository,
      name: 'main-ci',
      title: 'Cart totals',
      number: 4182,
      event: 'push',
      status: 'completed',
      result: 'failed',
      display_status: 'failed',
      branch: 'main',
      sha,
      change_number: 912,
      actor: JSON.stringify({ name: 'ada' }),
      queued_at: ago(80),
      started_at: ago(79),
      finished_at: ago(70),
      queue_ms: 60_000,
      duration_ms: 540_000,
      url: 'https://git.test/demo/shop/runs/4182',
      trace_id: 'c'.repeat(32),
      jobs_total: 1,
      jobs_failed: 1,
    })
    .execute();
  await db
    .insertInto('job')
    .values({
      tenant,
      run_id: runId,
      id: jobId,
      provider_job_id: '9001',
      name: 'test (shard 3)',
      status: 'completed',
      result: 'failed',
      queued_at: ago(80),
      started_at: ago(79),
      finished_at: ago(70),
      steps: JSON.stringify([
        {
          number: 1,
          name: 'checkout',
          status: 'completed',
          result: 'success',
          startedAt: ago(79).toISOString(),
          finishedAt: ago(78).toISOString(),
        },
        {
          number: 2,
          name: 'npm test',
          status: 'completed',
          result: 'failed',
          startedAt: ago(78).toISOString(),
          finishedAt: ago(70).toISOString(),
        },
      ]),
      span_id: '1'.repeat(16),
      queue_span_id: '2'.repeat(16),
      url: 'https://git.test/demo/shop/runs/4182/job/9001',
    })
    .execute();
  await db.insertInto('environment').values({ tenant, name: 'production', production: true }).execute();
  await db
    .insertInto('deployment')
    .values({
      tenant,
      id: deploymentId,
      provider,
      repository,
      environment: 'production',
      production: true,
      state: 'success',
      sha,
      run_id: runId,
      created_at: ago(60),
      updated_at: ago(59),
      finished_at: ago(59),
    })
    .execute();
  await db
    .insertInto('release')
    .values({ tenant, project_id: projectId, version, sha: sha.slice(0, 12), first_seen: ago(50), last_seen: ago(1) })
    .execute();
  const shortId = 'SHOP-1F3';
  const { id: issueId } = await db
    .insertInto('issue')
    .values({
      tenant,
      project_id: projectId,
      short_id: shortId,
      title: "TypeError: Cannot read properties of undefined (reading 'total')",
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'total')",
      culprit: 'cart/totals.ts in computeTotals',
      level: 'error',
      platform: 'node',
      count: 3,
      user_count: 2,
      first_seen: ago(50),
      last_seen: ago(1),
      first_release: version,
      last_release: version,
      environment: 'production',
      grouping: JSON.stringify({ algorithm: 'summit:1', hash: 'ab', parts: ['TypeError', 'computeTotals'] }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('issue_release')
    .values({ issue_id: issueId, version, first_seen: ago(50), last_seen: ago(1), count: 3 })
    .execute();
  await db
    .insertInto('issue_tag')
    .values([
      { issue_id: issueId, key: 'environment', value: 'production', count: 3 },
      { issue_id: issueId, key: 'browser', value: 'Chrome 141', count: 2 },
      { issue_id: issueId, key: 'browser', value: 'Firefox 140', count: 1 },
    ])
    .execute();
  await db
    .insertInto('issue_hour')
    .values({ issue_id: issueId, hour: new Date(Math.floor(ago(1).getTime() / 3_600_000) * 3_600_000), count: 3 })
    .execute();
  const eventIds = ['1', '2', '3'].map((digit) => digit.repeat(32));
  for (const [at, eventId] of eventIds.entries()) {
    const blobId = await db.transaction().execute((tx) =>
      tableBlobs().put(tx, {
        tenant,
        receivedAt: now,
        encoding: '',
        format: 'sentry-event',
        body: Buffer.from(JSON.stringify({ event_id: eventId, tenant })),
      }),
    );
    await db
      .insertInto('event')
      .values({
        tenant,
        project_id: projectId,
        event_id: eventId,
        issue_id: issueId,
        received_at: new Date(now.getTime() - (3 - at) * 1000),
        occurred_at: ago(3 - at),
        title: 'TypeError',
        level: 'error',
        platform: 'node',
        release: version,
        environment: 'production',
        user_label: 'ada',
        trace_id: 'd'.repeat(32),
        span_id: 'e'.repeat(16),
        blob_id: blobId,
      })
      .execute();
  }
  const { id: incidentId } = await db
    .insertInto('incident')
    .values({
      tenant,
      title: 'Carts fail',
      severity: 'high',
      status: 'open',
      created_at: ago(30),
      updated_at: ago(30),
      created_by: 'grafana',
      affected_services: ['shop'],
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('incident_link')
    .values({ tenant, incident_id: incidentId, kind: 'issue', entity_id: issueId, reason: 'label' })
    .execute();
  await db
    .insertInto('incident_timeline')
    .values({ tenant, incident_id: incidentId, at: ago(30), type: 'system', content: 'Opened.', created_by: 'grafana' })
    .execute();
  const { id: alertId } = await db
    .insertInto('alert')
    .values({
      tenant,
      key: '1/g/f/s',
      name: 'Error rate',
      severity: 'high',
      status: 'firing',
      starts_at: ago(31),
      labels: JSON.stringify({ service: 'shop' }),
      annotations: JSON.stringify({ summary: 'Too many' }),
      incident_id: incidentId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: deadLetterId } = await db
    .insertInto('dead_letter')
    .values({
      tenant,
      source: 'github',
      received_at: ago(5),
      encoding: '',
      meta: '{}',
      attempts: 5,
      reason: 'broken',
      body: Buffer.from('{'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const backfillId = `backfill-of-${tenant}`;
  await db
    .insertInto('backfill')
    .values({
      id: backfillId,
      tenant,
      provider: 'github',
      name: 'github.com',
      url: 'https://github.com',
      token: Buffer.from('x'),
      since: ago(100_000),
      repair_hours: 0,
      requests_per_second: 2,
      created_by: 'service:test',
    })
    .execute();
  await db
    .insertInto('backfill_repository')
    .values({ backfill_id: backfillId, name: repository, tenant, position: 0, state: 'importing' })
    .execute();
  const team = `Team ${tenant}`;
  await db
    .insertInto('team')
    .values({ tenant, name: team, repositories: ['demo/*'] })
    .execute();
  const rollbackPolicyId = `policy-of-${tenant}`;
  await db
    .insertInto('rollback_policy')
    .values({
      ...{ tenant, id: rollbackPolicyId, repository, environment: 'production', enabled: true, window_minutes: 60 },
      conditions: JSON.stringify({ newFatalIssue: true, worseRatio: null, newIssueEvents: null }),
      url: 'https://deploy.example.org/rollback',
      created_by: 'ada',
    })
    .execute();
  await db
    .insertInto('rollback_decision')
    .values({
      ...{
        tenant,
        policy_id: rollbackPolicyId,
        deployment_id: deploymentId,
        previous_id: 'github-76',
        state: 'dry_run',
      },
      decided_at: ago(58),
      reasons: ['new fatal issue SHOP-1F3: TypeError'],
      evidence: JSON.stringify({
        ...{ verdict: 'worse', ratio: 3, low: 1.5, high: 6, before: 10, after: 30 },
        newIssues: [{ id: '1', shortId: 'SHOP-1F3', title: 'TypeError', level: 'fatal', events: 3 }],
      }),
    })
    .execute();
  const hookId = `hook-of-${tenant}`;
  await db
    .insertInto('hook')
    .values({ id: hookId, tenant, provider: 'github', name: 'github', secrets: [Buffer.from('x')] })
    .execute();
  return {
    tenant,
    projectId,
    slug: 'shop',
    sha,
    changeNumber: 912,
    repository,
    runId,
    jobId,
    deploymentId,
    version,
    issueId,
    shortId,
    eventIds,
    alertId,
    incidentId,
    deadLetterId,
    hookId,
    rollbackPolicyId,
    team,
    backfillId,
    publicKey,
    logId: await addLog(db, { tenant, runId, at: ago(80) }),
    testId: await addTest(db, { tenant, repository, runId, at: ago(80) }),
  };
}

/** One test that failed in the run, and what of the code its tests reached. Returns its id. */
async function addTest(
  db: Database,
  { tenant, repository, runId, at }: { tenant: string; repository: string; runId: string; at: Date },
): Promise<string> {
  const report = await db
    .insertInto('report')
    .values({
      tenant,
      run_id: runId,
      job: 'test',
      hash: Buffer.from('report'),
      kind: 'tests',
      format: 'junit',
      name: 'unit',
      received_at: at,
      failed: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const test = await db
    .insertInto('test')
    .values({
      tenant,
      repository,
      hash: Buffer.from('test'),
      suite: 'cart',
      name: 'adds up',
      file: 'cart/totals.test.ts',
      first_seen: at,
      last_seen: at,
      last_outcome: 'failed',
      duration_ms: 12,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const line = await db
    .insertInto('test_line')
    .values({ tenant, repository, branch: 'main', job: 'test', last_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('test_quarantine')
    .values({
      tenant,
      test_id: test.id,
      reason: 'Waits for stock',
      created_by: 'ada',
      created_at: at,
      until: new Date(at.getTime() + 7 * 86_400_000),
    })
    .execute();
  await db
    .insertInto('run_coverage')
    .values({ tenant, run_id: runId, at, files: 1, lines_covered: 8, lines_total: 10 })
    .execute();
  await db
    .insertInto('test_result')
    .values({
      tenant,
      run_id: runId,
      rank: 0,
      test_id: test.id,
      report_id: report.id,
      line_id: line.id,
      at,
      outcome: 'failed',
      duration_ms: 12,
      infrastructure: false,
      message: 'expected 3, got 2',
    })
    .execute();
  await db
    .insertInto('coverage_file')
    .values({
      tenant,
      run_id: runId,
      hash: Buffer.from('file'),
      path: 'cart/totals.ts',
      at,
      lines_covered: 8,
      lines_total: 10,
    })
    .execute();
  return test.id;
}
