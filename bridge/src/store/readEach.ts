/**
 * What `read` makes of each stored row. A row that it throws at breaks its contract (written by another version, or by hand): it is left out
 * and given to `unreadable`, so that it does not take the others with it.
 */
export function readEach<Row, Read>(
  rows: readonly Row[],
  read: (row: Row) => Read,
  unreadable: (row: Row, error: unknown) => void,
): Read[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      unreadable(row, error);
      return [];
    }
  });
}
