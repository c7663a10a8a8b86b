import type { TestHistory } from '@summit/contracts';
import { Ago } from '../../../shared/time/Ago';

/** Who looks after a test and why, or why that is not known. */
export const Owners = ({ history: { test, codeOwners } }: { history: TestHistory }) => {
  if (test.owners.length > 0)
    return (
      <span data-testid="test-owners">
        Owned by <strong>{test.owners.join(', ')}</strong>
        {test.ownedBy === 'suite' && ', by a rule of its suite'}
      </span>
    );
  return (
    <span data-testid="test-owners">{codeOwners ? <Unowned file={test.file} codeOwners={codeOwners} /> : noFile}</span>
  );
};

const noFile = (
  <>
    Owner not known: no CODEOWNERS was sent (<code>summit owners</code>)
  </>
);

const Unowned = ({ file, codeOwners }: { file: string | null; codeOwners: NonNullable<TestHistory['codeOwners']> }) => (
  <>
    Owned by nobody:{' '}
    {file === null
      ? 'its reports name no file, and no rule is of its suite'
      : `no rule of ${codeOwners.path} matches its file`}{' '}
    (sent <Ago time={codeOwners.receivedAt} />)
  </>
);
