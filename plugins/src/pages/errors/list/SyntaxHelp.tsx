import { IconButton, Toggletip } from '@grafana/ui';

const examples: readonly (readonly [string, string])[] = [
  ['is:unresolved', 'unresolved, resolved or archived'],
  ['level:error,fatal', 'one of several levels'],
  ['release:shop@1.2', 'seen in this release'],
  ['environment:production', 'seen in this environment'],
  ['project:shop', 'of this project'],
  ['browser:"Chrome 141"', 'any tag; quotes around blanks'],
  ['cart totals', 'words of the title and culprit, each must occur'],
  ['"cart totals"', 'these words together'],
];

/** What the search box understands. */
export const SyntaxHelp = () => (
  <Toggletip
    title="Search syntax"
    placement="bottom-start"
    content={
      <dl>
        {examples.map(([example, meaning]) => (
          <div key={example}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    }
  >
    <IconButton name="question-circle" aria-label="Search syntax" />
  </Toggletip>
);
