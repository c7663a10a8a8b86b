import { clear, number, type Found, type Notes, type Tool } from './model';

const FAILING = /^\s+\d+ failing$/;
const TITLE = /^ {2}(\d+)\) (\S.*)$/;
const FRAME = /^\s+at (?:.*\()?((?:[A-Za-z]:)?[^\s():]+):(\d+):(\d+)\)?$/;
const PLAYWRIGHT = /^\s+\d+\) (?:\[[^\]]{1,80}\] › )?(\S+?):(\d+):(\d+) › (.+?)(?: ─+)?$/;

/** Mocha's list of failures: the title over several lines up to a colon, the error, its stack. Playwright's has all of the title on one line. */
export const mocha: Tool = {
  name: 'mocha',
  read(text, notes, { line }) {
    const playwright = PLAYWRIGHT.exec(text);
    if (playwright) {
      const [, file, row, column, title = ''] = playwright;
      const message = title.replaceAll(' › ', ' > ');
      return { level: 'error', tool: 'playwright', file, row: number(row), column: number(column), message };
    }
    if (FAILING.test(text)) {
      clear(notes);
      notes['list'] = '1';
      return null;
    }
    if (notes['list'] === undefined) return null;
    const begins = TITLE.exec(text);
    if (begins) {
      clear(notes);
      Object.assign(notes, { list: '1', title: begins[2] ?? '', line: String(line) });
      return null;
    }
    return notes['title'] === undefined || text.trim() === '' ? null : inFailure(text, notes);
  },
};

/** The rest of the title, the error's first line, and the first frame in the project's own code. */
function inFailure(text: string, notes: Notes): Found | null {
  if (!notes['title']?.endsWith(':')) {
    notes['title'] = `${notes['title']} > ${text.trim()}`;
    return null;
  }
  const frame = FRAME.exec(text);
  if (!frame) {
    notes['message'] ??= text.trim();
    return null;
  }
  if (frame[1]?.startsWith('node:') || frame[1]?.includes('node_modules')) return null;
  const { title = '', message = '', line: from } = notes;
  clear(notes);
  notes['list'] = '1';
  return {
    level: 'error',
    tool: 'mocha',
    file: frame[1],
    row: number(frame[2]),
    column: number(frame[3]),
    message: `${title.slice(0, -1)}: ${message}`,
    line: Number(from),
  };
}
