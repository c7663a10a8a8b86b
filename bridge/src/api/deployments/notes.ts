import type { ReleaseNotes } from '@summit/contracts';
import { sql, type Selectable } from 'kysely';
import { comparison, notesAsMarkdown, releaseNotes, type ShippedChange } from '../../domain/releaseNotes';
import { rawQuery, type Database } from '../../store/database';
import type { DeploymentTable } from '../../store/tables';
import { actorOf, numberOf } from '../rows';

const MOST_NOTES = 500;
/** Commits of one change that are looked at, and characters of each message. */
const MOST_COMMITS = 50;
const MESSAGE_LENGTH = 4000;

interface Row {
  number: string | null;
  sha: string;
  title: string;
  url: string | null;
  author: unknown;
  labels: string[] | null;
  messages: string[] | null;
}

/** What a deployment was the first to bring, as release notes. */
export async function notesOf(db: Database, row: Selectable<DeploymentTable>): Promise<ReleaseNotes> {
  const { tenant, id, repository: name } = row;
  const known = await db
    .selectFrom('repository')
    .select(['provider', 'url'])
    .where('tenant', '=', tenant)
    .where('full_name', '=', name)
    // Of the same name on two servers it is the one that the deployment was told of.
    .orderBy(sql`provider = ${row.provider}`, 'desc')
    .orderBy('provider')
    .executeTakeFirst();
  const repository = { url: known?.url ?? '', provider: known?.provider ?? row.provider };
  const evidence = await db
    .selectFrom('dora_deployment as d')
    .leftJoin('deployment as p', (join) => join.onRef('p.tenant', '=', 'd.tenant').onRef('p.id', '=', 'd.previous_id'))
    .select(['d.shipped', 'p.sha as previous_sha'])
    .where('d.tenant', '=', tenant)
    .where('d.id', '=', id)
    .executeTakeFirst();
  const rows = await shippedBy(db, tenant, id);
  const groups = releaseNotes(rows.map(changeOf), repository);
  const total = evidence?.shipped ?? rows.length;
  const title = `${name} ${row.version ?? row.ref ?? row.sha.slice(0, 7)} to ${row.environment}`;
  const compareUrl = evidence?.previous_sha ? comparison(repository, evidence.previous_sha, row.sha) : null;
  const more = total > rows.length ? `The ${rows.length} that landed last, of ${total}.` : null;
  const all = compareUrl === null ? null : `[All that changed](${compareUrl})`;
  const end = [more, all].filter((line) => line !== null).join(' ');
  return { title, groups, markdown: notesAsMarkdown(title, groups, end === '' ? null : end), total, compareUrl };
}

/** Each with the labels of its change, and the messages of the commits that landed with it. */
const shippedBy = (db: Database, tenant: string, deploymentId: string): Promise<Row[]> =>
  rawQuery<Row>(
    db,
    `SELECT s.number, s.sha, s.title, s.url, s.author,
       (SELECT c.labels FROM change c WHERE c.tenant = s.tenant AND c.repository = s.repository AND c.number = s.number
        ORDER BY (c.merge_sha = s.sha) DESC NULLS LAST, c.provider LIMIT 1) AS labels,
       (SELECT array_agg(m.message) FROM (
         SELECT left(c.message, ${MESSAGE_LENGTH}) AS message FROM commit c
         WHERE c.tenant = s.tenant AND c.repository = s.repository AND c.message IS NOT NULL
           AND (c.sha = s.sha OR (s.number IS NOT NULL AND c.landed_with = s.sha))
         ORDER BY (c.sha = s.sha) DESC, c.committed_at, c.sha LIMIT ${MOST_COMMITS}) m) AS messages
     FROM dora_change s WHERE s.tenant = $1 AND s.deployment_id = $2
     ORDER BY s.landed_at DESC, s.key LIMIT ${MOST_NOTES}`,
    [tenant, deploymentId],
  );

const changeOf = (row: Row): ShippedChange => ({
  title: row.title,
  number: numberOf(row.number),
  commit: row.sha,
  url: row.url,
  author: actorOf(row.author)?.name ?? null,
  labels: row.labels ?? [],
  messages: row.messages ?? [],
});
