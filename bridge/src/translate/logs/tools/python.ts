import { clear, levelOf, number, type Found, type Notes, type Tool } from './model';

/** A frame of a traceback, and what a syntax error begins with. */
const FRAME = /^\s+File "(.+?)", line (\d+)/;
const RAISED =
  /^((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit|Warning|Failure)|(?:[a-z_]\w*\.)+[A-Z]\w*)(?:: (.*))?$/;

/** What Python itself says of an exception that nobody caught. */
export const python: Tool = {
  name: 'python',
  read(text, notes) {
    const frame = FRAME.exec(text);
    if (frame) {
      Object.assign(notes, { file: frame[1] ?? '', row: frame[2] ?? '' });
      return null;
    }
    const { file, row } = notes;
    if (file === undefined || text === '' || /^[\s+|]/.test(text)) return null;
    const raised = RAISED.exec(text);
    clear(notes);
    if (!raised) return null;
    const message = raised[2] ?? '';
    return {
      level: 'error',
      tool: 'python',
      file,
      row: number(row),
      code: raised[1],
      message: message === '' ? (raised[1] ?? '') : message,
    };
  },
};

const SECTION = /^_{3,} (?:ERROR (?:collecting|at (?:setup|teardown) of) )?(.+?) _{3,}$/;
const PLACE = /^(\S+\.py):(\d+): ([A-Z]\w*)$/;
const SAID = /^E\s{3}\s*(\S.*)$/;
const SUMMARY = /^(?:FAILED|ERROR) (\S+?\.py)(?:::(.+?))?(?: - (.+))?$/;
const SUMMARY_BEGINS = /^=+ short test summary info =+$/;

/** pytest tells of a failed test at length, and once more in a line of its summary. */
export const pytest: Tool = {
  name: 'pytest',
  read(text, notes) {
    const section = SECTION.exec(text);
    if (section) {
      notes['test'] = section[1] ?? '';
      delete notes['said'];
      return null;
    }
    if (SUMMARY_BEGINS.test(text)) delete notes['test'];
    const test = notes['test'];
    if (test !== undefined) return atLength(text, test, notes);
    const summary = SUMMARY.exec(text);
    if (!summary) return null;
    const [, file, name, message] = summary;
    const shown = name?.replaceAll('::', '.') ?? 'collection';
    if (notes[`done ${shown}`] === '1' || notes[`done ${file}`] === '1') return null;
    return { level: 'error', tool: 'pytest', file, message: message === undefined ? shown : `${shown}: ${message}` };
  },
};

function atLength(text: string, test: string, notes: Notes): Found | null {
  const said = SAID.exec(text);
  if (said) {
    notes['said'] ??= said[1] ?? '';
    return null;
  }
  const place = PLACE.exec(text);
  if (!place) return null;
  const message = notes['said'] ?? place[3] ?? '';
  delete notes['test'];
  delete notes['said'];
  notes[`done ${test}`] = '1';
  return {
    level: 'error',
    tool: 'pytest',
    file: place[1],
    row: number(place[2]),
    code: place[3],
    message: `${test}: ${message}`,
  };
}

const MYPY = /^(\S+\.pyi?):(\d+):(?:(\d+):)? (error|warning): (.+?)(?:\s{2}\[([\w-]+)\])?$/;
const PYRIGHT = /^\s*(\S+\.pyi?):(\d+):(\d+) - (error|warning): (.+?)(?: \((report\w+)\))?$/;
/** Ruff, Flake8 and Pylint: `cart.py:1:8: F401 [*] …`. */
const LINT = /^(\S+\.pyi?):(\d+):(\d+): ([A-Z]{1,5}\d{2,4}|invalid-syntax):? (?:\[\*\] )?(.+)$/;
const RUFF = /^([A-Z]{1,5}\d{2,4}|invalid-syntax):? (?:\[\*\] )?(.+)$/;
const RUFF_PLACE = /^\s*--> (\S+\.(?:pyi?|ipynb|toml)):(?:cell \d+:)?(\d+):(\d+)$/;
/** Of Pylint: convention, refactor, warning, information. */
const MILD = /^[CRWI]\d{4}$/;

export const pythonLint: Tool = {
  name: 'python lint',
  read(text, _notes, { previous, line }) {
    const typed = MYPY.exec(text);
    if (typed) return typing('mypy', typed);
    const pyright = PYRIGHT.exec(text);
    if (pyright) return typing('pyright', pyright);
    const lint = LINT.exec(text);
    if (lint) {
      const [, file, row, column, code = '', message = ''] = lint;
      return violation({ file, row, column, code, message });
    }
    const place = RUFF_PLACE.exec(text);
    const head = place && RUFF.exec(previous);
    if (!place || !head) return null;
    const [, file, row, column] = place;
    return { ...violation({ file, row, column, code: head[1] ?? '', message: head[2] ?? '' }), line: line - 1 };
  },
};

function typing(tool: string, [, file, row, column, level, message = '', code]: RegExpExecArray): Found {
  return { level: levelOf(level), tool, file, row: number(row), column: number(column), code, message };
}

const violation = (found: {
  file: string | undefined;
  row: string | undefined;
  column: string | undefined;
  code: string;
  message: string;
}): Found => ({
  level: MILD.test(found.code) ? 'warning' : 'error',
  tool: /^[A-Z]\d{4}$/.test(found.code) ? 'pylint' : 'ruff',
  file: found.file,
  row: number(found.row),
  column: number(found.column),
  code: found.code,
  message: found.message,
});
