import { Approval, ApprovalDecision, ApprovalGate, type DeploymentDetail } from '@summit/contracts';
import { approvalWaitMs } from '../../domain/approval';
import { rawQuery, type Database } from '../../store/database';
import type { Waits } from './evidence';

const MOST = 100;

interface ApprovalRow {
  deployment: string;
  created_at: Date;
  finished_at: Date | null;
  gate: string;
  decision: string;
  actor: unknown;
  asked: string[];
  comment: string | null;
  at: Date;
  url: string | null;
}

/** By the deployment where they name it, else by the run that waited and where it went to. GitHub writes environments in any capitals. */
const rowsOf = (db: Database, tenant: string, deployments: readonly string[]): Promise<ApprovalRow[]> =>
  rawQuery<ApprovalRow>(
    db,
    `SELECT d.id AS deployment, d.created_at, d.finished_at, a.*
     FROM unnest($2::text[]) AS x (id) JOIN deployment d ON d.tenant = $1 AND d.id = x.id
     CROSS JOIN LATERAL (
       SELECT id, gate, decision, actor, asked, comment, at, url FROM deployment_approval
       WHERE tenant = $1 AND deployment_id = d.id
       UNION
       SELECT id, gate, decision, actor, asked, comment, at, url FROM deployment_approval
       WHERE tenant = $1 AND run_id = d.run_id AND lower(environment) = lower(d.environment)
       ORDER BY at, decision DESC, id LIMIT ${MOST}) a
     ORDER BY a.at, a.decision DESC, a.id`,
    [tenant, deployments],
  );

const waitOf = (rows: readonly ApprovalRow[]): number | null => {
  const [first] = rows;
  if (!first) return null;
  const said = rows.map(({ gate, decision, at }) => ({
    gate: ApprovalGate.parse(gate),
    decision: ApprovalDecision.parse(decision),
    at,
  }));
  return approvalWaitMs(said, first.created_at, first.finished_at);
};

/** Who was asked about a deployment, and who decided. */
export async function approvalsOf(
  db: Database,
  tenant: string,
  deployment: string,
): Promise<Pick<DeploymentDetail, 'approvals' | 'approvalWaitMs'>> {
  const rows = await rowsOf(db, tenant, [deployment]);
  const approvals = rows.map(({ gate, decision, actor, asked, comment, at, url }) =>
    Approval.parse({ gate, decision, actor, asked, comment, at: at.toISOString(), url }),
  );
  return { approvals, approvalWaitMs: waitOf(rows) };
}

/** How long each of some deployments waited for people; those that did not are missing. */
export async function approvalWaits(db: Database, tenant: string, deployments: readonly string[]): Promise<Waits> {
  if (deployments.length === 0) return new Map();
  const found = new Map<string, ApprovalRow[]>();
  for (const row of await rowsOf(db, tenant, [...new Set(deployments)]))
    found.set(row.deployment, [...(found.get(row.deployment) ?? []), row]);
  return new Map(
    [...found].flatMap(([id, rows]) => {
      const wait = waitOf(rows);
      return wait === null ? [] : [[id, wait] as const];
    }),
  );
}
