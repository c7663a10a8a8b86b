import { MAX_NAME } from './limits';
import { nameOf } from './words';

interface Count {
  covered: number;
  total: number;
}

/** How many different things there are and how many of them were covered in any telling, for millions of them in a few bytes each. */
export interface Tally {
  /** @param key a whole number below 2^52 */
  add(key: number, isCovered: boolean): void;
  counted(): Count;
}

/** Every telling as one number, key and outcome in it, counted once at the end: a map of them would be ten times as large. */
export function tally(): Tally {
  const told: number[] = [];
  return {
    add(key, isCovered) {
      told.push(key * 2 + (isCovered ? 1 : 0));
    },
    counted() {
      const count: Count = { covered: 0, total: 0 };
      const sorted = Float64Array.from(told).sort();
      for (const [index, value] of sorted.entries()) {
        // The last one of a key is odd when any of them is.
        if (Math.floor(value / 2) === Math.floor((sorted[index + 1] ?? -1) / 2)) continue;
        count.total += 1;
        count.covered += value % 2;
      }
      return count;
    },
  };
}

/** A key for a text: 52 bits, so that two of the thousands in one file share one in a million reports. */
export function keyOf(name: string): number {
  // Unit by unit is slow for what is far longer than any name.
  const text = name.length > MAX_NAME ? nameOf(name) : name;
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b) ^ (low >>> 13);
  }
  return (high >>> 0) * 2 ** 20 + ((low ^ (low >>> 15)) >>> 12);
}
