export interface Stamped {
  /** Milliseconds since the epoch; null where the line does not say. */
  at: number | null;
  rest: string;
  /** GitLab marks what belongs to the line before it. */
  continues: boolean;
}

/** `2026-01-31T09:00:00.1234567Z `, of GitHub, Azure and the command line; GitLab adds stream and kind: `00O `, or `00O+` where a line goes on. */
const ISO = /^\ufeff?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))(?: ([0-9a-f]{2}[OE])([ +])| |$)/;
/** Of Jenkins' Timestamper. */
const BRACKETS = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d))\] ?/;
/** Buildkite writes milliseconds into a string that terminals pass over. */
// eslint-disable-next-line no-control-regex
const BUILDKITE = /^\u001b_bk;t=(\d{12,14})(?:\u0007|\u001b\\)/;

/** Takes the time off the beginning of a line. */
export function stamped(line: string): Stamped {
  const first = line.charCodeAt(0);
  if (first === 0x1b) return fromBuildkite(line);
  if (first === 0x5b) return fromBrackets(line);
  if (first !== 0xfeff && (first < 0x30 || first > 0x39)) return { at: null, rest: line, continues: false };
  const iso = ISO.exec(line);
  if (iso?.[1] === undefined) return { at: null, rest: line.replace(/^\ufeff/, ''), continues: false };
  return { at: timeOf(iso[1]), rest: line.slice(iso[0].length), continues: iso[3] === '+' };
}

function fromBuildkite(line: string): Stamped {
  const found = BUILDKITE.exec(line);
  if (!found) return { at: null, rest: line, continues: false };
  return { at: bounded(Number(found[1])), rest: line.slice(found[0].length), continues: false };
}

function fromBrackets(line: string): Stamped {
  const found = BRACKETS.exec(line);
  if (!found) return { at: null, rest: line, continues: false };
  return { at: timeOf(found[1] ?? ''), rest: line.slice(found[0].length), continues: false };
}

/** JavaScript reads milliseconds; the rest of the fraction is cut. */
const timeOf = (text: string): number | null => bounded(Date.parse(text.replace(/(\.\d{3})\d+/, '$1')));

/** Years that a build can have run in. */
const bounded = (ms: number): number | null => (ms > 0 && ms < 32_503_680_000_000 ? ms : null);
