const byteaOid = 17;

/**
 * `bytea[]` in PostgreSQL's binary form. pg would write an array of buffers as hexadecimal text, twice the size and much slower; a Buffer
 * it sends as it is, and one statement with one array parameter serves a batch of any size.
 */
export function byteaArray(values: readonly Buffer[]): Buffer {
  const header = values.length === 0 ? 12 : 20;
  const total = values.reduce((sum, value) => sum + 4 + value.length, header);
  const out = Buffer.allocUnsafe(total);
  out.writeInt32BE(values.length === 0 ? 0 : 1, 0); // dimensions
  out.writeInt32BE(0, 4); // no nulls
  out.writeInt32BE(byteaOid, 8);
  if (values.length === 0) return out;
  out.writeInt32BE(values.length, 12);
  out.writeInt32BE(1, 16); // lower bound
  let at = header;
  for (const value of values) {
    out.writeInt32BE(value.length, at);
    value.copy(out, at + 4);
    at += 4 + value.length;
  }
  return out;
}
