import type { DoraTeams } from '@summit/contracts';
import type { z } from 'zod';
import type { Database } from '../../store/database';
import type { Period } from '../paging/period';
import { membersOf } from '../teams/members';
import { type DoraTeamQuery, scopeCondition } from './parameters';
import { byTeams, changeSource, type ChangeSums, deploymentSource, type DeploymentSums } from './sums';
import { noChanges, valuesOf } from './values';

/** The five metrics of each team, of those asked for or of all. */
export async function doraTeamsOf(
  db: Database,
  tenant: string,
  query: z.output<typeof DoraTeamQuery>,
  period: Period,
): Promise<DoraTeams> {
  const members = await membersOf(db, tenant, query.team ?? null);
  if (members.length === 0) return { items: [] };
  const where = scopeCondition(tenant, query);
  const [deployments, changes] = await Promise.all([
    byTeams<DeploymentSums>(db, deploymentSource(where), period, members),
    byTeams<ChangeSums>(db, changeSource(where, query.leadTimeStart), period, members),
  ]);
  const changesOf = new Map(changes.map((row) => [row.team, row]));
  const items = deployments
    .sort((a, b) => (a.team < b.team ? -1 : 1))
    .map((row) => ({
      team: row.team,
      ...valuesOf({ ...row, ...(changesOf.get(row.team) ?? noChanges) }, period.days),
    }));
  return { items };
}
