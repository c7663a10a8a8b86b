import { rawQuery, type Database } from '../store/database';

/** What the database says of the events it was sent. */
export interface Books {
  events: { event_id: string; copies: number }[];
  issues: { id: string; count: number; events: number; hours: number }[];
  differences: { unit: string; difference: number }[];
  claims: number;
  deadLetters: number;
}

/** Waits until nothing is pending, then reads the books. */
export async function closeBooks(db: Database, timeoutMs: number): Promise<Books> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const [row] = await rawQuery<{ pending: number }>(db, 'SELECT count(*)::int AS pending FROM inbox', []);
    if (row?.pending === 0) break;
    if (Date.now() > deadline) throw new Error(`${row?.pending} rows are still pending`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
  const [rest] = await rawQuery<{ claims: number; dead: number }>(
    db,
    'SELECT (SELECT count(*)::int FROM inbox_claim) AS claims, (SELECT count(*)::int FROM dead_letter) AS dead',
    [],
  );
  return {
    events: await rawQuery(
      db,
      `SELECT replace(event_id::text, '-', '') AS event_id, count(*)::int AS copies FROM event GROUP BY event_id`,
      [],
    ),
    issues: await rawQuery(
      db,
      `SELECT i.id, i.count::int AS count,
         (SELECT count(*)::int FROM event e WHERE e.issue_id = i.id) AS events,
         (SELECT coalesce(sum(h.count), 0)::int FROM issue_hour h WHERE h.issue_id = i.id) AS hours
       FROM issue i ORDER BY id`,
      [],
    ),
    differences: await rawQuery(
      db,
      `SELECT unit, sum(CASE WHEN state = 'received' THEN quantity ELSE -quantity END)::int AS difference
       FROM ledger GROUP BY unit ORDER BY unit`,
      [],
    ),
    claims: rest?.claims ?? -1,
    deadLetters: rest?.dead ?? -1,
  };
}

/** Acknowledged events that are not in the books, and events that are in them more than once. */
export function lostOrDoubled(acknowledged: ReadonlySet<string>, books: Books): string[] {
  const stored = new Set(books.events.map((event) => event.event_id));
  const doubled = books.events.filter((event) => event.copies !== 1).map((event) => event.event_id);
  return [...[...acknowledged].filter((id) => !stored.has(id)), ...doubled];
}
