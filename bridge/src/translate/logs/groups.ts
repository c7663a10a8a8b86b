/** What a line says of groups. `key` tells which group ends, where a log says so; `kind` is whose words they are. */
export type GroupMark =
  { what: 'open'; kind: GroupKind; key: string; name: string } | { what: 'close'; kind: GroupKind; key: string };
export type GroupKind = 'github' | 'gitlab' | 'buildkite' | 'azure' | 'travis' | 'teamcity';

export interface Marked {
  marks: GroupMark[];
  /** Without marks that terminals do not show. */
  rest: string;
}

/** Sections that are overwritten at once: `section_start:1560896352:build[collapsed=true]\r\e[0KHeading`. */
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /(?:section_(start|end):\d{1,14}:([\w.-]{1,200})(?:\[[^\]]{0,200}\])?|travis_fold:(start|end):([\w.-]{1,200}))\r?(?:\u001b\[0K)?|travis_time:(?:start|end):[\w:=,.-]{0,300}\r?(?:\u001b\[0K)?/g;

/** Marks that are hidden from people: taken out of the line as it came. The heading of a section is the rest of its line. */
export function hiddenMarks(line: string): Marked {
  if (!line.includes('section_') && !line.includes('travis_')) return { marks: [], rest: line };
  const marks: GroupMark[] = [];
  const rest = line.replace(HIDDEN, (_whole, gitlab?: string, section?: string, travis?: string, fold?: string) => {
    const kind = gitlab === undefined ? 'travis' : 'gitlab';
    const key = section ?? fold;
    const what = gitlab ?? travis;
    if (key === undefined) return '';
    marks.push(what === 'start' ? { what: 'open', kind, key, name: '' } : { what: 'close', kind, key });
    return '';
  });
  return { marks, rest };
}

const GITHUB = /^(?:##\[(group|endgroup)\]|::(group|endgroup)(?: [^:]{0,200})?::)(.*)$/;
const AZURE = /^##\[section\](Starting|Finishing): (.*)$/;
const BUILDKITE = /^(?:---|\+\+\+|~~~) +(\S.*)$/;
const TEAMCITY = /^##teamcity\[block(Opened|Closed) .*?name='((?:[^'|]|\|.){1,300})'/;

/** Marks that people see: the plain text of a line that is one. */
export function shownMark(plain: string): GroupMark | null {
  switch (plain.charCodeAt(0)) {
    case 0x23:
    case 0x3a:
      return command(plain);
    case 0x2d:
    case 0x2b:
    case 0x7e: {
      const name = BUILDKITE.exec(plain)?.[1];
      // A patch names its files in the same way, and go test its results.
      return name === undefined || /^(?:a\/|b\/|\/dev\/null|(?:FAIL|PASS|SKIP): )|\.\w+\t/.test(name)
        ? null
        : { what: 'open', kind: 'buildkite', key: '', name };
    }
    default:
      return null;
  }
}

function command(plain: string): GroupMark | null {
  const github = GITHUB.exec(plain);
  if (github) {
    const word = github[1] ?? github[2];
    return word === 'group'
      ? { what: 'open', kind: 'github', key: '', name: github[3] ?? '' }
      : { what: 'close', kind: 'github', key: '' };
  }
  const azure = AZURE.exec(plain);
  if (azure) {
    const key = azure[2] ?? '';
    return azure[1] === 'Starting'
      ? { what: 'open', kind: 'azure', key, name: key }
      : { what: 'close', kind: 'azure', key };
  }
  const teamcity = TEAMCITY.exec(plain);
  if (!teamcity) return null;
  const key = (teamcity[2] ?? '').replace(/\|(.)/g, '$1');
  return teamcity[1] === 'Opened'
    ? { what: 'open', kind: 'teamcity', key, name: key }
    : { what: 'close', kind: 'teamcity', key };
}

export interface OpenGroup {
  from: number;
  name: string;
  kind: GroupKind;
  key: string;
}

export interface GroupChange {
  from: number;
  /** Null while it is open. */
  to: number | null;
  name: string;
  depth: number;
}

const MAX_DEPTH = 20;
const MAX_NAME = 300;
/** These do not lie inside each other: the next one ends the one before. */
const FLAT: ReadonlySet<GroupKind> = new Set(['github', 'buildkite']);

/**
 * Applies a mark at `line` to the groups that are open, outermost first, which it changes, and returns what became of groups: those that it
 * closed, and the one that it opened.
 */
export function applyMark(open: OpenGroup[], mark: GroupMark, line: number): GroupChange[] {
  if (mark.what === 'close') {
    const at = open.findLastIndex((group) => group.kind === mark.kind && (mark.key === '' || group.key === mark.key));
    return at === -1 ? [] : closeFrom(open, at, line);
  }
  const before = FLAT.has(mark.kind) ? open.findIndex((group) => group.kind === mark.kind) : -1;
  const closed = before === -1 ? [] : closeFrom(open, before, line - 1);
  if (open.length >= MAX_DEPTH) return closed;
  const name = mark.name.trim().slice(0, MAX_NAME) || mark.key;
  const opened = { from: line, to: null, name, depth: open.length };
  open.push({ from: line, name, kind: mark.kind, key: mark.key });
  return [...closed, opened];
}

/** Ends the groups from `at` on, innermost first. */
export function closeFrom(open: OpenGroup[], at: number, line: number): GroupChange[] {
  const closed: GroupChange[] = [];
  for (let depth = open.length - 1; depth >= at; depth--) {
    const group = open[depth];
    if (group) closed.push({ from: group.from, to: Math.max(line, group.from), name: group.name, depth });
  }
  open.length = Math.min(open.length, at);
  return closed;
}
