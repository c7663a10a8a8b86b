import { Level, RollbackConditions, type RollbackEvidence } from '@summit/contracts';
import { z } from 'zod';
import { beganAt, impactOf, PIECES } from '../../domain/impact';
import {
  CONFIDENCE,
  leftAlone,
  reasonsToRollBack,
  stretchMs,
  type Counted,
  type Watched,
} from '../../domain/rollbackPolicy';
import { rawQuery, type Database, type Tx } from '../../store/database';
import { errorsAround, type Around } from '../../store/deployments/errors';
import { createMeasure, unmeasured, type Measure, type Measured } from './measure';
import { projectsOf, type ProjectOf } from '../../store/deployments/projects';

const MOST_ISSUES = 50;
const MINUTE = 60_000;

interface PolicyRow {
  tenant: string;
  id: string;
  dry_run: boolean;
  window_minutes: number;
  conditions: unknown;
  repository: string;
  environment: string;
  deployment_id: string | null;
  sha: string;
  production: boolean;
  task: string | null;
  created_at: Date;
  finished_at: Date;
  kind: string | null;
  previous_id: string | null;
  decided: boolean;
}

/**
 * Looks at the newest deployment of each place that has a policy, and writes down what is to be done. By one bridge at a time: a lock is held
 * meanwhile. What is written is unique by policy and deployment, whatever happens. A policy that fails keeps no other waiting.
 *
 * @returns how many decisions were made
 */
export async function decide(
  db: Database,
  now: Date,
  onFailure: (error: unknown, policy: string) => void = () => undefined,
  measure: Measure = createMeasure(null),
): Promise<number> {
  let decisions = 0;
  for (const row of await watched(db)) {
    try {
      // Nobody outside is asked while the lock is held.
      const measured = await measureOf(row, now, measure);
      await db.transaction().execute(async (tx) => {
        if (await decideOn(tx, row, now, measured)) decisions++;
      });
    } catch (error) {
      onFailure(error, row.id);
    }
  }
  return decisions;
}

/** Only what may still be decided on is measured. */
async function measureOf(row: PolicyRow, now: Date, measure: Measure): Promise<Measured> {
  const conditions = RollbackConditions.safeParse(row.conditions);
  if (!conditions.success || row.deployment_id === null || row.decided) return unmeasured;
  return leftAlone(watchedOf(row), row.window_minutes, now.getTime()) === null
    ? measure(row, conditions.data, now)
    : unmeasured;
}

async function decideOn(tx: Tx, row: PolicyRow, now: Date, measured: Measured): Promise<boolean> {
  const [lock] = await rawQuery<{ taken: boolean }>(
    tx,
    `SELECT pg_try_advisory_xact_lock(hashtext('summit.rollback')) AS taken`,
    [],
  );
  if (lock?.taken !== true) return false;
  const outcome = row.deployment_id === null ? 'nothing was deployed there yet' : await look(tx, row, now, measured);
  await noteCheck(tx, row, now, typeof outcome === 'string' ? outcome : outcome.reasons.join('; '));
  return typeof outcome === 'string' ? false : writeDecision(tx, row, now, outcome);
}

const watched = (db: Database): Promise<PolicyRow[]> =>
  rawQuery<PolicyRow>(
    db,
    `SELECT p.tenant, p.id, p.dry_run, p.window_minutes, p.conditions, p.repository, p.environment,
       d.id AS deployment_id, d.sha, d.production, d.task, d.created_at, d.finished_at, e.kind, e.previous_id,
       EXISTS (SELECT FROM rollback_decision r WHERE r.tenant = p.tenant AND r.policy_id = p.id AND r.deployment_id = d.id) AS decided
     FROM rollback_policy p
     LEFT JOIN LATERAL (
       SELECT * FROM deployment d
       WHERE d.tenant = p.tenant AND d.repository = p.repository AND d.environment = p.environment AND d.result = 'success'
       ORDER BY d.finished_at DESC, d.id DESC LIMIT 1) d ON true
     LEFT JOIN dora_deployment e ON e.tenant = p.tenant AND e.id = d.id
     WHERE p.enabled ORDER BY p.tenant, p.id`,
    [],
  );

interface Found {
  reasons: string[];
  evidence: RollbackEvidence;
  previousId: string;
}

const Kind = z.enum(['deploy', 'redeploy', 'rollback']).nullable().catch(null);

const watchedOf = (row: PolicyRow): Watched => ({
  finishedAt: row.finished_at.getTime(),
  kind: Kind.parse(row.kind),
  task: row.task,
  previousId: row.previous_id,
});

/** @returns why nothing is to be done, in words, or what is */
async function look(tx: Tx, row: PolicyRow, now: Date, { problem, ...measured }: Measured): Promise<string | Found> {
  if (row.decided) return 'it was decided on';
  const conditions = RollbackConditions.safeParse(row.conditions);
  if (!conditions.success) return 'its conditions cannot be read';
  const alone = leftAlone(watchedOf(row), row.window_minutes, now.getTime());
  if (alone !== null || row.previous_id === null) return alone ?? '';
  const ofErrors = await count(tx, row, conditions.data, now);
  const asksMetrics = conditions.data.slower !== null || conditions.data.burn !== null;
  if (ofErrors === null && !asksMetrics) return 'no project belongs to it';
  const counted: Counted = { ...(ofErrors ?? uncounted), ...measured };
  const reasons = reasonsToRollBack(conditions.data, counted);
  if (reasons.length === 0) return problem === null ? 'no condition holds' : `could not ask: ${problem}`;
  const { recentNewEvents: _, ...evidence } = counted;
  return { reasons, evidence, previousId: row.previous_id };
}

type CountedErrors = Omit<Counted, 'latency' | 'burn'>;

async function count(tx: Tx, row: PolicyRow, conditions: RollbackConditions, now: Date): Promise<CountedErrors | null> {
  const projects = await projectsOf(tx, row);
  if (projects.length === 0) return null;
  const began = beganAt({ createdAt: row.created_at.getTime(), finishedAt: row.finished_at.getTime() });
  const scope: Scope = {
    tenant: row.tenant,
    environment: row.environment,
    production: row.production,
    listed: projects.map(({ id }) => id),
    pieces: PIECES,
  };
  const end = now.getTime() + 1;
  const { newIssueEvents } = conditions;
  const recent = newIssueEvents && (await newSince(tx, scope, began, end, end - newIssueEvents.minutes * MINUTE));
  return {
    ...(conditions.worseRatio === null ? uncompared : await compare(tx, row, scope, projects, began, now)),
    newIssues: await newSince(tx, scope, began, end, began),
    recentNewEvents: recent?.reduce((events, issue) => events + issue.events, 0) ?? null,
  };
}

type Scope = Omit<Around, 'before' | 'after' | 'compared'>;
type Comparison = Omit<RollbackEvidence, 'newIssues' | 'latency' | 'burn'>;
const uncompared: Comparison = { verdict: null, ratio: null, low: null, high: null, before: null, after: null };
const uncounted: CountedErrors = { ...uncompared, newIssues: [], recentNewEvents: null };

/** Issues that were first seen since the deployment began, with their events since another moment. */
async function newSince(
  tx: Tx,
  scope: Scope,
  began: number,
  end: number,
  since: number,
): Promise<RollbackEvidence['newIssues']> {
  const windows = { before: { from: began - 1, to: began }, after: { from: Math.max(began, since), to: end } };
  const { issues } = await errorsAround(tx, { ...scope, compared: [], ...windows }, MOST_ISSUES);
  return issues
    .filter((issue) => issue.isNew)
    .map(({ id, shortId, title, level, after }) => ({
      ...{ id, shortId, title, events: after },
      level: Level.catch('error').parse(level),
    }));
}

/** Errors since the deployment against those of as long before, of projects whose errors were counted before. */
async function compare(
  tx: Tx,
  row: PolicyRow,
  scope: Scope,
  projects: readonly ProjectOf[],
  began: number,
  now: Date,
): Promise<Comparison> {
  const finished = row.finished_at.getTime();
  const length = stretchMs(now.getTime() - finished);
  if (length === null) return uncompared;
  const before = { from: began - length, to: began };
  const compared = projects
    .filter((one) => one.createdAt.getTime() <= before.from || (one.firstErrorAt?.getTime() ?? Infinity) < began)
    .map(({ id }) => id);
  const found = await errorsAround(
    tx,
    { ...scope, compared, before, after: { from: finished, to: finished + length } },
    1,
  );
  const { verdict, ratio, low, high } = impactOf(found.before, found.after, CONFIDENCE);
  const sum = (pieces: readonly number[]): number => pieces.reduce((a, b) => a + b, 0);
  return { verdict, ratio, low, high, before: sum(found.before), after: sum(found.after) };
}

const noteCheck = (tx: Tx, row: PolicyRow, now: Date, reason: string): Promise<unknown[]> =>
  rawQuery(
    tx,
    `UPDATE rollback_policy SET checked_at = $3, checked_deployment = $4, checked_reason = $5
     WHERE tenant = $1 AND id = $2
       -- The same again is news once a minute.
       AND (checked_at IS NULL OR checked_at < $3::timestamptz - interval '1 minute'
         OR (checked_deployment, checked_reason) IS DISTINCT FROM ($4, $5))`,
    [row.tenant, row.id, now, row.deployment_id, reason],
  );

/** The decision, and who made it, in one transaction; false where another was faster. */
async function writeDecision(tx: Tx, row: PolicyRow, now: Date, found: Found): Promise<boolean> {
  const [written] = await rawQuery<{ id: string }>(
    tx,
    `INSERT INTO rollback_decision (tenant, policy_id, deployment_id, decided_at, reasons, evidence, previous_id, state, next_attempt_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
    [
      ...[row.tenant, row.id, row.deployment_id, now, found.reasons, JSON.stringify(found.evidence), found.previousId],
      row.dry_run ? 'dry_run' : 'pending',
      row.dry_run ? null : now,
    ],
  );
  if (!written) return false;
  await rawQuery(
    tx,
    `INSERT INTO audit (tenant, actor, action, subject, detail) VALUES ($1, 'rollback policy', $2, $3, $4)`,
    [
      row.tenant,
      row.dry_run ? 'rollback.would' : 'rollback.decide',
      row.deployment_id,
      JSON.stringify({ policy: row.id, decision: written.id, reasons: found.reasons, previous: found.previousId }),
    ],
  );
  return true;
}
