import type { NoteKind } from '@summit/contracts';

/** Groups in the order that readers want them, and what they are called. */
export const noteKinds: readonly { kind: NoteKind; title: string }[] = [
  { kind: 'breaking', title: 'Breaking changes' },
  { kind: 'security', title: 'Security' },
  { kind: 'feature', title: 'Features' },
  { kind: 'fix', title: 'Fixes' },
  { kind: 'performance', title: 'Performance' },
  { kind: 'revert', title: 'Reverts' },
  { kind: 'documentation', title: 'Documentation' },
  { kind: 'maintenance', title: 'Maintenance' },
  { kind: 'other', title: 'Other' },
];

const words: readonly [NoteKind, readonly string[]][] = [
  ['breaking', ['breaking', 'breaking change', 'breaking changes', 'semver major']],
  ['security', ['security', 'vulnerability']],
  ['feature', ['feat', 'feature', 'features', 'enhancement', 'semver minor']],
  ['fix', ['fix', 'fixes', 'bug', 'bugs', 'bugfix', 'hotfix', 'regression']],
  ['performance', ['perf', 'performance']],
  ['revert', ['revert', 'reverts']],
  ['documentation', ['doc', 'docs', 'documentation']],
  [
    'maintenance',
    [
      'build',
      'chore',
      'ci',
      'dependencies',
      'deps',
      'internal',
      'maintenance',
      'refactor',
      'refactoring',
      'release',
      'style',
      'tech debt',
      'test',
      'tests',
    ],
  ],
];

const kindOfWord: ReadonlyMap<string, NoteKind> = new Map(
  words.flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);

/** The type of a conventional commit, as its authors write it. Undefined for a type that means nothing here. */
export const kindOfType = (type: string): NoteKind | undefined => kindOfWord.get(type.toLowerCase());

/** The first of the labels that says a kind: `bug`, `type: bug`, `kind/bug`, `type::bug`. */
export function kindOfLabels(labels: readonly string[]): NoteKind | undefined {
  const said = labels.flatMap((label) => {
    const kind = kindOfWord.get(
      label
        .toLowerCase()
        .replace(/^(?:type|kind|category|area|changelog)[:/ ]+/, '')
        .replace(/[-_:]/g, ' ')
        .trim(),
    );
    return kind === undefined ? [] : [kind];
  });
  return noteKinds.find(({ kind }) => said.includes(kind))?.kind;
}
