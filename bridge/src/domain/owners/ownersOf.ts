import type { OwnerRules } from './parse';

export interface Owned {
  owners: readonly string[];
  /** What the rule was about; null where no rule is. */
  by: 'file' | 'suite' | null;
}

const nobody: Owned = { owners: [], by: null };

/**
 * Who looks after a test: the last rule that its file matches (in GitLab the last of each section), else the last rule whose prefix its suite
 * begins with.
 *
 * @param file as its reports name it; null where they name none
 * @param repository `owner/name`, to find where the repository begins in a path from the root of a machine
 */
export function ownersOfTest(
  rules: OwnerRules,
  { file, suite }: { file: string | null; suite: string },
  repository: string,
): Owned {
  const path = file === null ? null : pathIn(file, repository);
  const found = path === null ? null : ownersOfPath(rules, path);
  if (found !== null && found.length > 0) return { owners: found, by: 'file' };
  const rule = rules.suites.findLast(({ prefix }) => beginsWith(suite, prefix));
  return rule && rule.owners.length > 0 ? { owners: rule.owners, by: 'suite' } : nobody;
}

/** The owners by file, each once; null where no rule matches. A rule without owners says that nobody does. */
export function ownersOfPath(rules: OwnerRules, path: string): string[] | null {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const owners: string[] = [];
  let matched = false;
  for (const section of rules.sections) {
    // What is excluded in a section is not taken in again by a later rule of it.
    if (section.some(({ excludes, matches }) => excludes && matches(parts))) continue;
    const last = section.findLast(({ excludes, matches }) => !excludes && matches(parts));
    if (!last) continue;
    matched = true;
    owners.push(...last.owners);
  }
  return matched ? [...new Set(owners)] : null;
}

const FROM_ROOT = /^(?:file:\/*)?(?:\/|[A-Za-z]:\/)/;

/**
 * The path within its repository. CI systems check out into folders named after the repository (`/home/runner/work/shop/shop/…`,
 * `/builds/demo/shop/…`): what follows the first such folder, and a second of that name right behind it, is within. Null where there is none.
 */
export function pathIn(file: string, repository: string): string | null {
  if (!FROM_ROOT.test(file)) return file;
  const name = repository.split('/').at(-1) ?? '';
  const parts = file.split('/');
  const at = parts.indexOf(name);
  if (name === '' || at < 0 || at === parts.length - 1) return null;
  const inner = parts.slice(at + 1);
  return (inner[0] === name && inner.length > 1 ? inner.slice(1) : inner).join('/');
}

/** A prefix ends where a word does: `shop.cart` is of `shop.cart.Totals`, not of `shop.cartoon`. */
function beginsWith(suite: string, prefix: string): boolean {
  if (!suite.startsWith(prefix)) return false;
  const joint = suite.slice(prefix.length, prefix.length + 1);
  return joint === '' || !/[\p{L}\p{N}_]/u.test(joint) || !/[\p{L}\p{N}_]$/u.test(prefix);
}
