import { rawQuery, type Tx } from '../../store/database';
import type { UpdatedIssue } from './update';

/** Values that are counted for one dimension of an issue; later ones are counted together. Pages show ten. */
export const VALUES_PER_KEY = 100;
/** Dimensions of one issue. What comes after is not counted. */
export const KEYS_PER_ISSUE = 60;
/** The value that stands for all that came after the cap. */
export const OTHER = '(other)';

interface TagCount {
  issueId: string;
  key: string;
  value: string;
  count: number;
}

/**
 * Counts events by dimension. Known values are one update; new ones are looked at against the caps first, so that a page address with an
 * id in it cannot fill the table. The issues' rows are locked, so nobody adds values meanwhile.
 */
export async function addTags(tx: Tx, updated: readonly UpdatedIssue[]): Promise<void> {
  const counts = updated.flatMap(({ group, delta }) =>
    [...delta.tags].flatMap(([key, values]) =>
      [...values].map(([value, count]): TagCount => ({ issueId: group.issueId, key, value, count })),
    ),
  );
  const fresh = await addKnown(tx, counts);
  if (fresh.length > 0) await addNew(tx, await capped(tx, fresh));
}

async function addKnown(tx: Tx, counts: TagCount[]): Promise<TagCount[]> {
  if (counts.length === 0) return [];
  const known = await rawQuery<{ n: number }>(
    tx,
    `UPDATE issue_tag t SET count = t.count + d.count
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY AS d(issue_id, key, value, count, n)
     WHERE t.issue_id = d.issue_id AND t.key = d.key AND t.value = d.value
     RETURNING d.n::int AS n`,
    columns(counts),
  );
  const done = new Set(known.map((row) => row.n - 1));
  return counts.filter((_, index) => !done.has(index));
}

/** The counts with values past the cap renamed, and keys past the cap left out. */
async function capped(tx: Tx, fresh: TagCount[]): Promise<TagCount[]> {
  const issueIds = [...new Set(fresh.map((count) => count.issueId))];
  const rows = await rawQuery<{ issue_id: string; key: string; values: number }>(
    tx,
    `SELECT issue_id, key, count(*)::int AS values FROM issue_tag WHERE issue_id = ANY($1::bigint[]) GROUP BY issue_id, key`,
    [issueIds],
  );
  const keys = new Map<string, Map<string, number>>(issueIds.map((id) => [id, new Map()]));
  for (const row of rows) keys.get(row.issue_id)?.set(row.key, row.values);
  return fresh.flatMap((count) => {
    const values = keys.get(count.issueId);
    if (values === undefined || (!values.has(count.key) && values.size >= KEYS_PER_ISSUE)) return [];
    const have = values.get(count.key) ?? 0;
    if (have >= VALUES_PER_KEY) return [{ ...count, value: OTHER }];
    values.set(count.key, have + 1);
    return [count];
  });
}

async function addNew(tx: Tx, counts: TagCount[]): Promise<void> {
  const sums = new Map<string, TagCount>();
  for (const count of counts) {
    const key = [count.issueId, count.key, count.value].join('\u0000');
    const sum = sums.get(key);
    if (sum) sum.count += count.count;
    else sums.set(key, { ...count });
  }
  if (sums.size === 0) return;
  await rawQuery(
    tx,
    `INSERT INTO issue_tag AS t (issue_id, key, value, count)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
     ON CONFLICT (issue_id, key, value) DO UPDATE SET count = t.count + excluded.count`,
    columns([...sums.values()]),
  );
}

function columns(counts: readonly TagCount[]): unknown[] {
  return [
    counts.map((c) => c.issueId),
    counts.map((c) => c.key),
    counts.map((c) => c.value),
    counts.map((c) => c.count),
  ];
}
