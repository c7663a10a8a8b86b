import { clear, number, type Found, type Tool } from './model';

/** The compiler, `go vet` and golangci-lint: `./cart.go:10:9: undefined: summ`. */
const LOCATED = /^(?:vet: )?((?:[A-Za-z]:)?[^\s:]+\.go):(\d+):(?:(\d+):)? (.+?)(?: \(([a-z]\w*)\))?$/;
const FAILED = /^\s*--- FAIL: (\S+) \([\d.]+s\)$/;
const SAID = /^\s{4,}([^\s:]+\.go):(\d+): (.*)$/;
const PANIC = /^panic: (.+?)(?: \[recovered.*\])?$/;
const MODULE =
  /^go: (?!downloading |finding |extracting |added |upgraded |removed |creating |to add |updates )(.*(?:@v\S+|go\.mod).*)$/;

export const go: Tool = {
  name: 'go',
  read(text, notes, around) {
    const failed = FAILED.exec(text);
    // A test that failed because of its parts is said before them.
    if (failed) return begin(failed[1] ?? '', notes, around.line);
    const test = notes['test'];
    if (test !== undefined) return inTest(text, test, notes);
    const located = LOCATED.exec(text);
    if (located) {
      const [, file, row, column, message = '', linter] = located;
      return { level: 'error', tool: 'go', file, row: number(row), column: number(column), code: linter, message };
    }
    const panic = PANIC.exec(text);
    if (panic) return { level: 'error', tool: 'go', code: 'panic', message: panic[1] ?? '' };
    const module = MODULE.exec(text);
    return module ? { level: 'error', tool: 'go', code: 'go.mod', message: module[1] ?? '' } : null;
  },
};

function begin(test: string, notes: Record<string, string>, line: number): Found | null {
  const before = notes['test'];
  const flushed = before === undefined || test.startsWith(`${before}/`) ? null : bare(before, notes);
  clear(notes);
  Object.assign(notes, { test, line: String(line) });
  return flushed;
}

function inTest(text: string, test: string, notes: Record<string, string>): Found | null {
  const said = SAID.exec(text);
  if (said) {
    notes['said'] = '1';
    return {
      level: 'error',
      tool: 'go test',
      file: said[1],
      row: number(said[2]),
      code: undefined,
      message: `${test}: ${said[3]}`,
    };
  }
  if (/^\s{8}/.test(text)) return null;
  const panic = PANIC.exec(text);
  const found: Found | null = panic
    ? { level: 'error', tool: 'go test', code: 'panic', message: `${test}: ${panic[1]}` }
    : bare(test, notes);
  clear(notes);
  return found;
}

/** A test whose words came before its end, or that said none. */
const bare = (test: string, notes: Record<string, string>): Found | null =>
  notes['said'] === '1'
    ? null
    : { level: 'error', tool: 'go test', message: `${test} failed`, line: Number(notes['line']) };
