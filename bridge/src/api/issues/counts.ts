import type { IssueCounts, IssueStatus } from '@summit/contracts';
import type { Expression, SqlBool } from 'kysely';
import type { Database } from '../../store/database';
import type { IssueBuilder } from './rows';

/** People read "999+" and "12,345" alike as "many"; counting on would read every row of a large tenant for each look at the list. */
const CAP = 1000;

/** How many issues of each status satisfy `where`, each counted no further than the cap. */
export async function countByStatus(
  db: Database,
  tenant: string,
  where: (build: IssueBuilder) => Expression<SqlBool>,
): Promise<IssueCounts> {
  const count = async (status: IssueStatus): Promise<number> => {
    const some = db
      .selectFrom('issue')
      .select('issue.id')
      .where('issue.tenant', '=', tenant)
      .where('issue.status', '=', status)
      .where(where)
      .limit(CAP);
    const { found } = await db
      .selectFrom(some.as('some'))
      .select(({ fn }) => fn.countAll<string>().as('found'))
      .executeTakeFirstOrThrow();
    return Number(found);
  };
  // One after the other: a look at a list must not take three connections from the others.
  return {
    unresolved: await count('unresolved'),
    resolved: await count('resolved'),
    archived: await count('archived'),
    cap: CAP,
  };
}
