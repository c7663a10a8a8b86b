/**
 * Codes of a column of words. A value mostly repeats the one before it or another of the few there are, so each is parsed once.
 *
 * @param parse code of one value, from 0 to 255
 */
export const codesOf = (values: readonly unknown[], count: number, parse: (value: unknown) => number): Uint8Array => {
  const codes = new Uint8Array(count);
  const known = new Map<unknown, number>();
  let last: unknown;
  let code = parse(undefined);
  for (let row = 0; row < count; row++) {
    const value = values[row];
    if (value !== last) {
      last = value;
      code = known.get(value) ?? parse(value);
      known.set(value, code);
    }
    codes[row] = code;
  }
  return codes;
};
