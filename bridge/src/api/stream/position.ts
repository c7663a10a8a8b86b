import { z } from 'zod';

/** A place in the change feed: everything at or before it was seen. The feed is ordered by transaction, then by row. */
export interface Position {
  xid: bigint;
  seq: bigint;
}

export const isAfter = (a: Position, b: Position): boolean => a.xid > b.xid || (a.xid === b.xid && a.seq > b.seq);

/** As it stands in an SSE `id:`. */
export const printPosition = (position: Position): string => `${position.xid}.${position.seq}`;

const MAX = 2n ** 63n - 1n;

/** Reads what a client sends back; null for what is no position. */
export function parsePosition(text: string): Position | null {
  const match = /^(\d{1,19})\.(\d{1,19})$/.exec(text);
  if (!match?.[1] || !match[2]) return null;
  const position = { xid: BigInt(match[1]), seq: BigInt(match[2]) };
  return position.xid > MAX || position.seq > MAX ? null : position;
}

export const PositionText = z
  .string()
  .max(50)
  .refine((text) => parsePosition(text) !== null, 'not a cursor of this stream');
