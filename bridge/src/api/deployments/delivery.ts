import type { DeploymentDetail } from '@summit/contracts';
import type { Database } from '../../store/database';
import { approvalWaits } from '../dora/approvals';
import { toDoraChange, toDoraDeployment } from '../dora/evidence';

const MOST_SHIPPED = 100;

/** What a deployment was, came to, and was the first to bring. */
export async function deliveryOf(
  db: Database,
  tenant: string,
  deploymentId: string,
): Promise<Pick<DeploymentDetail, 'delivery' | 'shipped'>> {
  const row = await db
    .selectFrom('dora_deployment')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', deploymentId)
    .executeTakeFirst();
  if (!row) return { delivery: null, shipped: [] };
  const shipped = await db
    .selectFrom('dora_change')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('deployment_id', '=', deploymentId)
    .orderBy('landed_at', 'desc')
    .orderBy('key')
    .limit(MOST_SHIPPED)
    .execute();
  const waits = await approvalWaits(db, tenant, [deploymentId]);
  return {
    delivery: toDoraDeployment(row, waits),
    shipped: shipped.map((change) => toDoraChange(change, waits)),
  };
}
