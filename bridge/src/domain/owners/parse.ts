import { pathMatcher, type PathMatcher } from './glob';

export type OwnersSyntax = 'github' | 'gitlab';

interface Rule {
  matches: PathMatcher;
  owners: readonly string[];
  /** GitLab: from here on in this section nobody owns it. */
  excludes: boolean;
}

interface SuiteRule {
  prefix: string;
  owners: readonly string[];
}

export interface OwnerRules {
  /** In GitLab each section has owners of its own; elsewhere there is one. Rules are in the order of the file. */
  sections: readonly (readonly Rule[])[];
  suites: readonly SuiteRule[];
}

/** A line longer than this is no rule that somebody wrote. */
const MAX_LINE = 2_000;
/** More rules than any file has that people look after. */
const MAX_RULES = 5_000;
const HEADER = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?$/;
/** A comment to everybody else: suites and classes have no place in CODEOWNERS. */
const SUITE = /^#\s*summit:\s*suite\s+(.+)$/;

/** Sections are GitLab's alone, so that a file that has one is told by it. */
export const syntaxOf = (text: string): OwnersSyntax =>
  text.split('\n').some((line) => HEADER.test(line.trim())) ? 'gitlab' : 'github';

/**
 * Reads a CODEOWNERS file. What is no rule is passed over, as GitHub and GitLab do. Lines `# summit: suite <prefix> <owners>` are rules for
 * tests whose reports name no file.
 *
 * Source: "About code owners", docs.github.com; "Code Owners syntax", docs.gitlab.com.
 */
export function parseOwners(text: string, syntax: OwnersSyntax): OwnerRules {
  const sections = new Map<string, Rule[]>();
  const suites: SuiteRule[] = [];
  const open = { name: '', owners: [] as readonly string[] };
  for (const line of text.split('\n', MAX_RULES * 4).map((one) => one.trim())) {
    if (line === '' || line.length > MAX_LINE) continue;
    const suite = SUITE.exec(line)?.[1];
    if (suite !== undefined) suites.push(...suiteRule(suite));
    if (line.startsWith('#')) continue;
    const header = syntax === 'gitlab' ? HEADER.exec(line) : null;
    if (header) {
      open.name = (header[1] ?? '').toLowerCase();
      open.owners = ownersOf(wordsOf(header[2] ?? ''));
      continue;
    }
    const rule = ruleOf(line, syntax, open.owners);
    const rules = sections.get(open.name) ?? [];
    if (rule && rules.length < MAX_RULES) sections.set(open.name, [...rules, rule]);
  }
  return { sections: [...sections.values()], suites: suites.slice(0, MAX_RULES) };
}

/** Blanks part words, but for those behind a backslash; a word that begins with # ends the line. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|\S)+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment === -1 ? words : words.slice(0, comment);
}

const isOwner = (word: string): boolean => /^@@?[\w./-]+$/.test(word) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word);
const ownersOf = (words: readonly string[]): string[] => [...new Set(words.filter(isOwner))];

function suiteRule(text: string): SuiteRule[] {
  const words = wordsOf(text);
  const first = words.findIndex(isOwner);
  if (first < 1) return [];
  return [{ prefix: words.slice(0, first).join(' '), owners: ownersOf(words.slice(first)) }];
}

function ruleOf(line: string, syntax: OwnersSyntax, fallback: readonly string[]): Rule | null {
  const excludes = line.startsWith('!');
  // GitHub knows no exceptions, and takes neither them nor sets of characters.
  if (syntax === 'github' && (excludes || line.startsWith('['))) return null;
  const [pattern = '', ...words] = wordsOf(excludes ? line.slice(1) : line);
  if (pattern === '') return null;
  const owners = ownersOf(words);
  const matches = syntax === 'github' ? githubMatcher(pattern) : gitlabMatcher(pattern);
  return { matches, owners: owners.length === 0 && syntax === 'gitlab' ? fallback : owners, excludes };
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/**
 * As in .gitignore: a slash in front or within holds the pattern to the root; a folder takes all that is below it, but `docs/*` only what lies in
 * `docs` itself.
 */
function githubMatcher(pattern: string): PathMatcher {
  const parts = partsOf(pattern);
  const isFolder = pattern.endsWith('/');
  const isHeld = pattern.slice(0, -1).includes('/');
  const held = isHeld ? parts : ['**', ...parts];
  const below = pathMatcher([...held, '*', '**']);
  if (isFolder) return below;
  const itself = pathMatcher(held);
  if (isHeld && parts.at(-1) === '*') return itself;
  return (path) => itself(path) || below(path);
}

/** Without a slash in front it may lie anywhere, whatever slashes are within; only a slash at the end makes it a folder. */
function gitlabMatcher(pattern: string): PathMatcher {
  const held = pattern.startsWith('/') ? partsOf(pattern) : ['**', ...partsOf(pattern)];
  return pathMatcher(pattern.endsWith('/') ? [...held, '*', '**'] : held);
}
