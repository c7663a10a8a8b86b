export type Cell = string | number | boolean | null | undefined;

/** A column: its head, with the unit in it, and what a row has there. */
export interface Column<T> {
  head: string;
  value: (row: T) => Cell;
}

/** What a spreadsheet would take for a formula: titles come from commits and errors, which anybody may write. */
const FORMULA = /^[=+\-@\t\r]/;

function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180): a head, lines ended by CRLF. Text that a spreadsheet would run is led by an apostrophe. */
export const toCsv = <T>(columns: readonly Column<T>[], rows: readonly T[]): string =>
  [columns.map(({ head }) => textOf(head)), ...rows.map((row) => columns.map(({ value }) => textOf(value(row))))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('');
