/**
 * Element reads that satisfy `noUncheckedIndexedAccess`: indexes come from the model, so the 0 is never what they give. One function for each
 * type of array: a read that has seen several types of array is several times slower in V8.
 */
export const f64 = (column: Float64Array, index: number): number => column[index] ?? 0;
export const i32 = (column: Int32Array, index: number): number => column[index] ?? 0;
export const u8 = (column: Uint8Array, index: number): number => column[index] ?? 0;

/** The text at `index`, or the empty text outside. */
export const textAt = (texts: readonly string[], index: number): string => texts[index] ?? '';
