import { setFlagsFromString } from 'node:v8';

/**
 * Collects the old heap in one go when it is full, instead of beginning to mark it beforehand. Bodies, and what they inflate to, are memory outside the
 * heap; V8 takes their coming and going for the heap's growth and, marking incrementally, marks its 20 MB over and over: under load that
 * was a third of the processor time of this process. A collection in one go stops a thread for some 10 ms, and is rare. Worker threads
 * inherit it. `npm run bench -- ingest` shows the difference.
 */
export function collectInOneGo(): void {
  setFlagsFromString('--no-incremental-marking');
}
