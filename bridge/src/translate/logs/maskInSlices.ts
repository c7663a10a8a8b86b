import { maskLine, type MaskState } from './masks';

/** How long the thread is held at once. */
const SLICE_MS = 4;

/** Masks lines in place, in slices between which others have their turn; returns them as one text. `state` goes on from line to line. */
export async function maskInSlices(lines: string[], state: MaskState): Promise<string> {
  let until = performance.now() + SLICE_MS;
  for (const [index, line] of lines.entries()) {
    lines[index] = maskLine(line, state);
    if (index % 64 !== 0 || performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + SLICE_MS;
  }
  return lines.join('\n');
}
