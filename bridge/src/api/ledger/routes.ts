import { Ledger } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import type { ApiDeps } from '../deps';
import { noInput, route, type Route } from '../routes/route';

export function ledgerRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/ledger',
        operationId: 'getLedger',
        summary: 'Where everything received is: nothing is lost while every difference is 0',
        tag: 'operations',
        answer: Ledger,
      },
      async (_call, caller) => ({ rows: await ledgerRows(deps.db, caller.tenant) }),
    ),
  ];
}

interface Sums {
  source: string;
  unit: string;
  category: string;
  received: string;
  stored: string;
  deduplicated: string;
  dropped: string;
  dead_lettered: string;
  pending: string;
}

/** One statement, so that ledger and inbox are of one snapshot and the sum holds under load. Deliveries are the category `delivery`. */
async function ledgerRows(db: Database, tenant: string) {
  const { rows } = await sql<Sums>`
    WITH pending AS (SELECT source, count(*) AS rows FROM inbox WHERE tenant = ${tenant} GROUP BY source),
    known AS (
      SELECT source, unit, category, state, quantity FROM ledger WHERE tenant = ${tenant}
      UNION ALL SELECT source, 'delivery', '', 'pending', rows FROM pending
    )
    SELECT source, unit, category,
      coalesce(sum(quantity) FILTER (WHERE state = 'received'), 0) AS received,
      coalesce(sum(quantity) FILTER (WHERE state = 'stored'), 0) AS stored,
      coalesce(sum(quantity) FILTER (WHERE state = 'deduplicated'), 0) AS deduplicated,
      coalesce(sum(quantity) FILTER (WHERE state = 'dropped'), 0) AS dropped,
      coalesce(sum(quantity) FILTER (WHERE state = 'dead_lettered'), 0) AS dead_lettered,
      coalesce(sum(quantity) FILTER (WHERE state = 'pending'), 0) AS pending
    FROM known GROUP BY source, unit, category ORDER BY source, unit, category`.execute(db);
  return rows.map((row) => {
    const [received, pending, stored] = [Number(row.received), Number(row.pending), Number(row.stored)];
    const [deduplicated, dropped, deadLettered] = [
      Number(row.deduplicated),
      Number(row.dropped),
      Number(row.dead_lettered),
    ];
    return {
      source: row.source,
      category: row.unit === 'delivery' ? 'delivery' : row.category,
      received,
      pending,
      stored,
      deduplicated,
      dropped,
      deadLettered,
      difference: received - pending - stored - deduplicated - dropped - deadLettered,
    };
  });
}
