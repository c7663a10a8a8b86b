import { createHash } from 'node:crypto';
import { canonicalJson, deploymentIdOfFact, sourceOf } from '../../domain/run';
import type { Tx } from '../../store/database';
import { bulk, byKey, keyOf } from '../shared/bulk';
import { definitions, names, type RowOf } from '../shared/columns';
import type { DigestContext } from '../context';
import { type Batch, countStored, factsOf, type Owning, perSender } from './batch';

type Approval = Owning<'approval'>;

const APPROVAL_COLUMNS = {
  tenant: 'text',
  id: 'text',
  deployment_id: 'text',
  run_id: 'text',
  environment: 'text',
  gate: 'text',
  decision: 'text',
  actor: 'jsonb',
  asked: 'text[]',
  comment: 'text',
  at: 'timestamptz',
  url: 'text',
} as const;
type Row = RowOf<typeof APPROVAL_COLUMNS> & { tenant: string; id: string; run_id: string | null };

/** A set: what is known stays as it is, so neither order nor repetition matters. What a decision is about may not be known yet, or ever. */
export async function storeApprovals(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const facts = factsOf(batch, 'approval');
  const incoming = byKey(
    facts.map((approval) => ({ approval, row: rowOf(approval) })),
    ({ row }) => keyOf(row.tenant, row.id),
    (a) => a,
  );
  const added = await bulk<{ tenant: string; id: string }>(
    tx,
    [...incoming.values()].map(({ row }) => row),
    definitions(APPROVAL_COLUMNS),
    (x) => `
      INSERT INTO deployment_approval (${names(APPROVAL_COLUMNS)}) SELECT ${names(APPROVAL_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, id) DO NOTHING RETURNING tenant, id`,
  );
  const written = added.flatMap(({ tenant, id }) => incoming.get(keyOf(tenant, id)) ?? []);
  for (const { row } of written) if (row.run_id !== null) context.changed(row.tenant, 'run', row.run_id);
  await announce(
    tx,
    written.map(({ row }) => row),
    context,
  );
  countStored(context, facts, perSender(written.map(({ approval }) => approval)));
}

/** Who looks at a deployment follows its run. */
async function announce(tx: Tx, rows: readonly Row[], context: DigestContext): Promise<void> {
  const about = rows.filter(({ deployment_id }) => deployment_id !== null);
  const runs = await bulk<{ tenant: string; run_id: string }>(
    tx,
    about,
    'tenant text, deployment_id text',
    (x) => `
      SELECT DISTINCT d.tenant, d.run_id FROM ${x} JOIN deployment d ON d.tenant = x.tenant AND d.id = x.deployment_id
      WHERE d.run_id IS NOT NULL ORDER BY 1, 2`,
  );
  for (const { tenant, run_id } of runs) context.changed(tenant, 'run', run_id);
}

function rowOf({ tenant, fact }: Approval): Row {
  const { providerDeploymentId, providerRunId, environment, gate, decision, asked, at } = fact;
  const said = {
    deployment_id: providerDeploymentId === undefined ? null : deploymentIdOfFact({ ...fact, providerDeploymentId }),
    run_id: fact.runId ?? (providerRunId === undefined ? null : `${sourceOf(fact)}-${providerRunId}`),
    environment,
    gate,
    decision,
    actor: fact.actor ?? null,
    asked,
    comment: fact.comment ?? null,
    at,
  };
  // Addresses of pictures and pages change, what was said does not.
  const identity = { ...said, actor: fact.actor?.name ?? null };
  const id = createHash('sha256').update(canonicalJson(identity)).digest('hex').slice(0, 32);
  return { tenant, id, ...said, url: fact.url ?? null };
}
