import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';
import { isoOf } from '../rows';
import { pairIn, shaIn } from './match';
import { distinct, PER_KIND, type ChangeNode, type Met } from './nodes';

/** Changes that carried the commits met. */
export async function changesAfter(db: Database, tenant: string, met: Met): Promise<ChangeNode[]> {
  const shas = distinct(met.commit.map((commit) => commit.sha));
  return shas.length === 0 ? [] : select(db, tenant, ofShas(tenant, shas));
}

/** Changes that runs were started for, or whose head or merge was built, deployed or released. */
export async function changesBefore(db: Database, tenant: string, met: Met): Promise<ChangeNode[]> {
  const pairs = met.run.flatMap((run) =>
    run.changeNumber === null ? [] : [[run.repository, run.changeNumber] as const],
  );
  const shas = distinct([
    ...met.run.map((run) => run.sha),
    ...met.deployment.map((deployment) => deployment.sha),
    ...met.release.map((release) => release.sha),
  ]);
  if (pairs.length + shas.length === 0) return [];
  const byNumber = pairIn(sql.ref('repository'), sql.ref('number'), pairs, ['text', 'bigint']);
  return select(db, tenant, sql<boolean>`(${byNumber} OR ${ofShas(tenant, shas)})`);
}

/** Their head, merge, or any head they had: runs of forks name only the commit, and heads move on. */
const ofShas = (tenant: string, shas: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`((provider, repository, number) IN (SELECT provider, repository, number FROM change_head WHERE tenant = ${tenant} AND ${shaIn(sql.ref('sha'), shas)}) OR ${shaIn(sql.ref('head_sha'), shas)} OR ${shaIn(sql.ref('merge_sha'), shas)})`;

async function select(db: Database, tenant: string, where: RawBuilder<boolean>): Promise<ChangeNode[]> {
  const rows = await db
    .selectFrom('change')
    .select(['repository', 'number', 'title', 'state', 'head_sha', 'merge_sha', 'created_at', 'merged_at', 'url'])
    .where('tenant', '=', tenant)
    .where(where)
    .orderBy('created_at', (order) => order.desc().nullsLast())
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => ({
    kind: 'change',
    id: `${row.repository}#${row.number}`,
    repository: row.repository,
    number: row.number,
    headSha: row.head_sha,
    mergeSha: row.merge_sha,
    link: {
      kind: 'change',
      id: `${row.repository}#${row.number}`,
      title: row.title === null ? `#${row.number}` : `#${row.number} ${row.title}`,
      state: row.state,
      at: isoOf(row.merged_at ?? row.created_at),
      url: row.url,
    },
  }));
}
