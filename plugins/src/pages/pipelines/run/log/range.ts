/** Lines of a link, both ends in it. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** `120` or `120-140` of a URL; nothing where it is neither. */
export function rangeOf(text: string): LineRange | undefined {
  const found = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  const [a, b] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
  if (!found || a < 1 || b < 1) return undefined;
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

export const rangeText = ({ from, to }: LineRange): string => (from === to ? `${from}` : `${from}-${to}`);

/** From the line that was chosen first to another. */
export const spanning = (anchor: number, line: number): LineRange => ({
  from: Math.min(anchor, line),
  to: Math.max(anchor, line),
});

export const inRange = (range: LineRange | undefined, line: number): boolean =>
  range !== undefined && line >= range.from && line <= range.to;

/** The next of ascending lines after `line` (before it with step −1), around the end to the first. */
export function nextLine(lines: readonly number[], line: number, step: 1 | -1): number | undefined {
  if (step === 1) return lines.find((one) => one > line) ?? lines[0];
  return lines.findLast((one) => one < line) ?? lines.at(-1);
}
