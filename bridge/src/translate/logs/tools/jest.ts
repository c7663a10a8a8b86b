import { clear, number, type Found, type Notes, type Tool } from './model';

const JEST_FILE = /^\s*(?:FAIL|✕)\s+(?:[\w.@/-]+ )??(\S+\.\w+)(?: \([\d.]+ m?s\))?$/;
const JEST_TEST = /^ {2}● (?!Console\b|Validation\b|Deprecation\b)(\S.*)$/;
/** Vitest names file and test on one line. */
const VITEST = /^\s*FAIL\s+(?:\|?[\w-]+\|? )??(\S+\.\w+)(?: > (.+?)| \[ .+ \])?$/;
const FRAME = /^\s+(?:at (?:.*\()?|❯ (?:\S+ )?)((?:[A-Za-z]:)?[^\s():]+):(\d+):(\d+)\)?$/;
const END = /^(?:Test Suites:|\s*Test Files\s|Summary of all failing tests)/;

/**
 * Jest and Vitest: a failed test, its first words, and the first frame in the project's own code. All of it is said once more in a summary of many
 * failures, which is passed over.
 */
export const jestOrVitest: Tool = {
  name: 'jest',
  read(text, notes, { line }) {
    if (END.test(text)) {
      const found = ended(notes);
      clear(notes);
      if (text.startsWith('Summary')) notes['summary'] = '1';
      return found;
    }
    if (notes['summary'] === '1') return null;
    const vitest = text.includes('FAIL') ? VITEST.exec(text) : null;
    if (vitest?.[2] !== undefined)
      return begin(notes, { tool: 'vitest', file: vitest[1] ?? '', test: vitest[2], line });
    const file = JEST_FILE.exec(text)?.[1];
    if (file !== undefined) {
      const found = ended(notes);
      clear(notes);
      notes['file'] = file;
      return found;
    }
    const test = JEST_TEST.exec(text)?.[1];
    if (test !== undefined && notes['file'] !== undefined)
      return begin(notes, { tool: 'jest', file: notes['file'], test: test.replaceAll(' › ', ' > '), line });
    return notes['test'] === undefined ? null : inTest(text, notes);
  },
};

function begin(notes: Notes, next: { tool: string; file: string; test: string; line: number }): Found | null {
  const found = ended(notes);
  clear(notes);
  Object.assign(notes, { ...next, line: String(next.line) });
  return found;
}

function inTest(text: string, notes: Notes): Found | null {
  const frame = FRAME.exec(text);
  if (frame?.[1] !== undefined && !frame[1].includes('node_modules') && !frame[1].startsWith('node:')) {
    const found = complaint(notes, { file: frame[1], row: number(frame[2]), column: number(frame[3]) });
    const { file = '' } = notes;
    clear(notes);
    notes['file'] = file;
    return found;
  }
  if (notes['message'] === undefined && text.trim() !== '') notes['message'] = text.trim();
  return null;
}

/** A test that no frame was found for. */
const ended = (notes: Notes): Found | null =>
  notes['test'] === undefined ? null : complaint(notes, { file: notes['file'], row: undefined, column: undefined });

function complaint(
  { tool = 'jest', test = '', message, line }: Notes,
  place: { file: string | undefined; row: number | undefined; column: number | undefined },
): Found {
  const text = message === undefined ? test : `${test}: ${message}`;
  return { level: 'error', tool, ...place, message: text, line: Number(line) };
}
