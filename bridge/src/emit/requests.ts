import { ITEMS_PER_REQUEST, type Signal } from './model';
import type { SpooledRequest } from './spool';

/** Rows that go as one request. */
export interface Request {
  tenant: string;
  signal: Signal;
  rows: SpooledRequest[];
  items: number;
  bytes: number;
}

/** Below the 4 MiB that gRPC receivers take by default. */
const REQUEST_BYTES = 2 * 1024 * 1024;

/**
 * Joins rows of one tenant and signal, in their order, into requests of up to 512 items. OTLP's export messages are lists at their top level,
 * so the encoded messages joined end to end are the message of all.
 */
export function joinRequests(rows: readonly SpooledRequest[]): Request[] {
  const open = new Map<string, Request>();
  const requests: Request[] = [];
  for (const row of rows) {
    const key = `${row.signal}/${row.tenant}`;
    const request = open.get(key);
    if (
      request &&
      request.items + row.items <= ITEMS_PER_REQUEST &&
      request.bytes + row.payload.length <= REQUEST_BYTES
    ) {
      request.rows.push(row);
      request.items += row.items;
      request.bytes += row.payload.length;
      continue;
    }
    const next = { tenant: row.tenant, signal: row.signal, rows: [row], items: row.items, bytes: row.payload.length };
    open.set(key, next);
    requests.push(next);
  }
  return requests;
}

/** The bytes of a request. */
export function bodyOf(request: Request): Buffer {
  const [first] = request.rows;
  return request.rows.length === 1 && first ? first.payload : Buffer.concat(request.rows.map((row) => row.payload));
}

/** Each row by itself: how a refused request is searched for the row that spoils it. */
export function splitRequest(request: Request): Request[] {
  return request.rows.map((row) => ({
    tenant: request.tenant,
    signal: request.signal,
    rows: [row],
    items: row.items,
    bytes: row.payload.length,
  }));
}
