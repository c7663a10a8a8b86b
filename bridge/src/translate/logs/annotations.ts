import type { AnnotationLevel } from '@summit/contracts';
import { ciCommand } from './tools/ci';
import { dotnet } from './tools/dotnet';
import { eslint } from './tools/eslint';
import { gcc } from './tools/gcc';
import { go } from './tools/go';
import { java } from './tools/java';
import { jestOrVitest } from './tools/jest';
import { mocha } from './tools/mocha';
import { isEmpty, type Around, type Found, type Notes, type Tool } from './tools/model';
import { npm, pip } from './tools/packages';
import { pytest, python, pythonLint } from './tools/python';
import { rust } from './tools/rust';
import { tsc } from './tools/tsc';

/** A complaint of a tool, as it is kept. `row` and `column` are of `file`. */
export interface Annotation {
  line: number;
  level: AnnotationLevel;
  tool: string;
  file: string | null;
  row: number | null;
  column: number | null;
  code: string | null;
  message: string;
}

/** In this order, the first that knows a line has it. */
const tools: readonly Tool[] = [
  tsc,
  eslint,
  rust,
  pythonLint,
  gcc,
  java,
  go,
  pytest,
  python,
  jestOrVitest,
  mocha,
  npm,
  pip,
  dotnet,
];

/** What goes on from line to line. */
export interface AnnotationState {
  previous: string;
  path: string;
  /** By the tool's name, with the line at which it last kept something. */
  notes: Record<string, { at: number; notes: Notes }>;
}

export const noAnnotations = (): AnnotationState => ({ previous: '', path: '', notes: {} });

/** A line that begins or is a complaint has one of these; looking for them costs a tenth of asking every tool. */
const TELLING =
  /error|warning|fail|panic|^\s*-->|^\s+File "|●|✖|⚠|undefined |ERR!|ERROR|ERR_|because |^[ew]: |\.(?:go|pyi?):\d|what went wrong|^_{3,} |YN\d{4}|^TS\d|^go: |^\S+ > |^\s+\d+\) \[/i;
/** Tools look at so much of a line: it bounds their expressions. */
const LOOKED_AT = 2_000;
const MAX_MESSAGE = 1_000;
const MAX_TEXT = 500;
/** A tool that has said nothing for so long has forgotten what it began. */
const NOTES_LAST = 400;

/** Reads the complaint that ends with this line, if one does. `state` is changed as the log goes on. */
export function annotate(plain: string, line: number, state: AnnotationState): Annotation | null {
  const text = plain.length > LOOKED_AT ? plain.slice(0, LOOKED_AT) : plain;
  const found = read(text, line, state);
  state.previous = text;
  if (isPath(text)) state.path = text;
  else if (text !== '' && !/^\s/.test(text)) state.path = '';
  return found === null ? null : kept(found, line);
}

function read(text: string, line: number, state: AnnotationState): Found | null {
  const command = ciCommand(text);
  const said = command === undefined ? text : command.said;
  const around: Around = { line, previous: state.previous, path: state.path };
  const found = askTools(said, around, state);
  if (command === undefined) return found;
  return found ?? (command.message === '' ? null : command);
}

function askTools(text: string, around: Around, state: AnnotationState): Found | null {
  const isTelling = TELLING.test(text) || state.path !== '';
  if (!isTelling && Object.keys(state.notes).length === 0) return null;
  for (const tool of tools) {
    const known = state.notes[tool.name];
    if (!isTelling && known === undefined) continue;
    const notes = known === undefined || around.line - known.at > NOTES_LAST ? {} : known.notes;
    const found = tool.read(text, notes, around);
    if (isEmpty(notes)) delete state.notes[tool.name];
    else state.notes[tool.name] = { at: isTelling ? around.line : (known?.at ?? around.line), notes };
    if (found !== null) return found;
  }
  return null;
}

/** Only a name with a dot or a slash, and no blanks: what linters write above their complaints. */
function isPath(text: string): boolean {
  return text.length < 500 && /^(?:[A-Za-z]:)?[^\s:]*[\\/.][^\s:]+$/.test(text);
}

function kept(found: Found, line: number): Annotation {
  return {
    line: found.line ?? line,
    level: found.level,
    tool: found.tool,
    file: found.file === undefined ? null : pathOf(found.file).slice(0, MAX_TEXT),
    row: found.row === undefined || found.row < 1 ? null : found.row,
    column: found.column ?? null,
    code: found.code?.slice(0, MAX_TEXT) ?? null,
    message: found.message.trim().slice(0, MAX_MESSAGE),
  };
}

/** Where hosted and common runners check out: behind it begins the repository. */
const CHECKOUTS = [
  /^\/(?:home\/[\w-]+|opt|__w|Users\/[\w-]+)\/(?:actions-runner\/)?(?:_?work\/)?([^/]+)\/\1\//,
  /^\/__w\/([^/]+)\/\1\//,
  /^[A-Za-z]:\\a\\(?:_work\\)?([^\\]+)\\\1\\/,
  /^\/builds\/[^/]+\/(?:[^/]+\/)?[^/]+\/(?=(?:src|lib|test|tests|app|pkg|cmd|packages)\/)/,
  /^\/(?:home\/circleci|root)\/project\//,
  /^\/var\/(?:lib\/jenkins|jenkins_home)\/workspace\/[^/]+\//,
  /^\/var\/lib\/buildkite-agent\/builds\/[^/]+\/[^/]+\/[^/]+\//,
  /^\/home\/travis\/build\/[^/]+\/[^/]+\//,
  /^\/(?:workspace|github\/workspace|app|workdir)\//,
  /^\/home\/vsts\/work\/\d+\/s\//,
];

/** A path as the repository has it, as far as one can tell: relative, with forward slashes. */
export function pathOf(file: string): string {
  for (const checkout of CHECKOUTS) {
    const relative = file.replace(checkout, '');
    if (relative !== file) return relative.replaceAll('\\', '/');
  }
  return file.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}
