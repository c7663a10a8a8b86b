/** 32 KiB: what a chunk of ordinary text fills to about a quarter. */
const MAX_BITS = 1 << 18;
const MIN_BITS = 1 << 9;
/** Fuller than this, a filter lets too much through; it is folded for as long as it stays below. */
const FOLDED_DENSITY = 0.25;
const MAX_DENSITY = 0.5;
/** More say hardly more, and each costs a look at every filter. */
const MAX_ASKED = 12;

/**
 * Which three bytes follow one another in a text, in lower case, as a Bloom filter of one hash (Bloom 1970; the way of Cox's "Regular Expression Matching
 * with a Trigram Index"): bit n is bit n % 8 of byte n / 8. Its length is a power of two. Null where the text has too many of them for a filter to tell.
 */
export function trigramsOf(text: string): Buffer | null {
  const filter = Buffer.alloc(MAX_BITS / 8);
  // An expression that heeds no case takes a long s for an s; its lower case is itself.
  const bytes = Buffer.from(text.toLowerCase().replaceAll('ſ', 's'));
  let last = 0;
  for (let at = 0; at < bytes.length; at++) {
    last = ((last << 8) | (bytes[at] ?? 0)) & 0xffffff;
    if (at >= 2) setBit(filter, hashOf(last));
  }
  return onesOf(filter) > MAX_BITS * MAX_DENSITY ? null : folded(filter);
}

/**
 * Bits of a filter of the largest size that must be set where a text holds the words, in any case; of a smaller one, these modulo its bits. Only letters that
 * are a byte are asked for: how others are written in lower case can depend on what stands beside them. Empty where nothing can be told.
 */
export function askedOf(words: string): number[] {
  const asked = new Set<number>();
  const bytes = Buffer.from(words.toLowerCase());
  for (let at = 0; at + 2 < bytes.length; at++) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    if ((a | b | c) < 0x80) asked.add(hashOf((a << 16) | (b << 8) | c));
  }
  const all = [...asked];
  const step = Math.max(1, all.length / MAX_ASKED);
  return Array.from({ length: Math.min(all.length, MAX_ASKED) }, (_, n) => all[Math.floor(n * step)] ?? 0);
}

/** The upper bits of a multiplication (Knuth's multiplicative hashing, by the golden ratio). */
const hashOf = (trigram: number): number => Math.imul(trigram, 0x9e3779b1) >>> 14;

const setBit = (filter: Buffer, bit: number): void => {
  filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
};

function folded(filter: Buffer): Buffer {
  let smallest = filter;
  while (smallest.length * 8 > MIN_BITS) {
    const half = smallest.length / 2;
    const next = Buffer.alloc(half);
    for (let at = 0; at < half; at++) next[at] = (smallest[at] ?? 0) | (smallest[at + half] ?? 0);
    if (onesOf(next) > next.length * 8 * FOLDED_DENSITY) return smallest;
    smallest = next;
  }
  return smallest;
}

function onesOf(filter: Buffer): number {
  let ones = 0;
  for (const byte of filter) for (let rest = byte; rest > 0; rest &= rest - 1) ones += 1;
  return ones;
}
