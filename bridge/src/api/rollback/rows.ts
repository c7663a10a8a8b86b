import {
  RollbackAction,
  RollbackConditions,
  RollbackDecision,
  RollbackEvidence,
  type RollbackPolicy,
} from '@summit/contracts';
import type { Selectable } from 'kysely';
import { rawQuery, type Database, type Tx } from '../../store/database';
import type { RollbackDecisionTable, RollbackPolicyTable } from '../../store/tables';
import { isoOf } from '../rows';

const MOST_DECISIONS = 5;

export type PolicyRow = Omit<Selectable<RollbackPolicyTable>, 'secret'>;
type DecisionRow = Selectable<RollbackDecisionTable> & { sha: string | null };

/** The policies with the last decisions of each. */
export async function toPolicies(
  db: Database | Tx,
  tenant: string,
  rows: readonly PolicyRow[],
): Promise<RollbackPolicy[]> {
  const decisions = await rawQuery<DecisionRow>(
    db,
    `SELECT r.*, d.sha FROM unnest($2::text[]) AS p (id)
     CROSS JOIN LATERAL (
       SELECT * FROM rollback_decision r WHERE r.tenant = $1 AND r.policy_id = p.id ORDER BY r.decided_at DESC LIMIT ${MOST_DECISIONS}) r
     LEFT JOIN deployment d ON d.tenant = r.tenant AND d.id = r.deployment_id
     ORDER BY r.decided_at DESC`,
    [tenant, rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({
    id: row.id,
    repository: row.repository,
    environment: row.environment,
    enabled: row.enabled,
    dryRun: row.dry_run,
    windowMinutes: row.window_minutes,
    conditions: RollbackConditions.parse(row.conditions),
    action: actionOf(row),
    target: URL.canParse(row.url) ? new URL(row.url).host : '',
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    checked:
      row.checked_at === null
        ? null
        : {
            at: row.checked_at.toISOString(),
            deploymentId: row.checked_deployment,
            reason: row.checked_reason ?? '',
          },
    decisions: decisions.filter((one) => one.policy_id === row.id).map(toDecision),
  }));
}

/** A root of an API is kept beside the action, where a webhook's address is. */
export const actionOf = ({ action, url }: Pick<PolicyRow, 'action' | 'url'>): RollbackAction =>
  RollbackAction.parse(typeof action === 'object' ? { ...action, api: url } : action);

const toDecision = (row: DecisionRow): RollbackDecision =>
  RollbackDecision.parse({
    id: row.id,
    deploymentId: row.deployment_id,
    commit: row.sha,
    decidedAt: row.decided_at.toISOString(),
    reasons: row.reasons,
    evidence: RollbackEvidence.parse(row.evidence),
    previousId: row.previous_id,
    state: row.state,
    attempts: row.attempts,
    endedAt: isoOf(row.ended_at),
    lastAnswer: row.last_answer,
  });
