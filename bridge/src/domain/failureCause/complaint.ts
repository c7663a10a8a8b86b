import type { FailureRule } from '@summit/contracts';
import { signIn } from './signs';

/** What a tool complained of in a log: an annotation. */
export interface Complaint {
  logId: string;
  line: number;
  tool: string;
  file: string | null;
  row: number | null;
  code: string | null;
  message: string;
}

export type CodeRule = Extract<
  FailureRule,
  'compiler' | 'dependencies' | 'linter' | 'test-run' | 'exception' | 'named-file'
>;

const tools: Readonly<Record<string, CodeRule>> = {
  tsc: 'compiler',
  gcc: 'compiler',
  clang: 'compiler',
  ld: 'compiler',
  rustc: 'compiler',
  cargo: 'compiler',
  javac: 'compiler',
  kotlinc: 'compiler',
  msbuild: 'compiler',
  swift: 'compiler',
  eslint: 'linter',
  stylelint: 'linter',
  ruff: 'linter',
  flake8: 'linter',
  pylint: 'linter',
  mypy: 'linter',
  pyright: 'linter',
  jest: 'test-run',
  vitest: 'test-run',
  mocha: 'test-run',
  playwright: 'test-run',
  pytest: 'test-run',
  'go test': 'test-run',
  python: 'exception',
  pip: 'dependencies',
  poetry: 'dependencies',
};

/** npm's words for packages that do not fit together or are not there; its other codes are of the network, the disk, or of scripts that failed. */
const NPM_DEPENDENCIES =
  /^E(?:RESOLVE|TARGET|404|NOVERSIONS|BADENGINE|BADPLATFORM|USAGE|LOCKVERIFY|JSONPARSE|INTEGRITY)$/;

const byCode: Readonly<Record<string, (complaint: Complaint) => CodeRule | null>> = {
  npm: ({ code }) => (NPM_DEPENDENCIES.test(code ?? '') ? 'dependencies' : null),
  pnpm: ({ code }) => (/FETCH|ELIFECYCLE|RECURSIVE_RUN/.test(code ?? '') ? null : 'dependencies'),
  // YN0001 is an exception of any kind, YN0009 a script of a package that failed.
  yarn: ({ code }) => (/^YN00(?:01|09|35)$/.test(code ?? '') ? null : 'dependencies'),
  // golangci-lint names the linter.
  go: ({ code }) => (code === null ? 'compiler' : 'linter'),
  maven: ({ file, message }) => {
    if (file !== null) return /\btest\b/i.test(file) ? 'test-run' : 'compiler';
    if (/compilation failure/i.test(message)) return 'compiler';
    if (/test failures|surefire|failsafe/i.test(message)) return 'test-run';
    return /could not (?:resolve|find) /i.test(message) ? 'dependencies' : null;
  },
  gradle: ({ code, message }) => {
    if (code === null) return message.includes(' > ') ? 'test-run' : null;
    if (/compile/i.test(code)) return 'compiler';
    if (/lint|checkstyle|spotless|detekt|pmd/i.test(code)) return 'linter';
    return /test|check$/i.test(code) ? 'test-run' : null;
  },
};

/** What part of the code a complaint is about; null where it says nothing of the code: a script failed, a server did not answer. */
export function codeRuleOf(complaint: Complaint): CodeRule | null {
  if (signIn(complaint.message) !== null) return null;
  const own = byCode[complaint.tool];
  if (own) return own(complaint);
  const known = tools[complaint.tool];
  if (known !== undefined) return known;
  // What a script told its CI system itself: of the code where it names a file.
  return complaint.file === null ? null : 'named-file';
}

/** A complaint in one line, as the log's list of them shows it. */
export const textOf = ({ file, row, code, message }: Complaint): string =>
  [file === null ? '' : row === null ? file : `${file}:${row}`, code ?? '', message]
    .filter((part) => part !== '')
    .join(' ');
