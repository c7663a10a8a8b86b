import { Alert, Button } from '@grafana/ui';
import type { Issue, IssueDetail, IssueStatus } from '@summit/contracts';
import { may, refused } from '../../../shared/rights/rights';
import { useStatusChange } from './useStatusChange';

const words: Readonly<Record<IssueStatus, string>> = {
  resolved: 'Resolve',
  archived: 'Archive',
  unresolved: 'Unresolve',
};
const order: readonly IssueStatus[] = ['resolved', 'archived', 'unresolved'];

/** Where an issue can go from where it is. */
export const IssueActions = ({ issue, changed }: { issue: Issue; changed: (issue: IssueDetail) => void }) => {
  const { change, busy, failure, dismiss, toast } = useStatusChange(issue, changed);
  const allowed = may('entities:write');
  return (
    <>
      {order
        .filter((status) => status !== issue.status)
        .map((status, index) => (
          <Button
            key={status}
            size="sm"
            variant={index === 0 ? 'primary' : 'secondary'}
            disabled={busy || !allowed}
            tooltip={allowed ? undefined : refused['entities:write']}
            onClick={() => void change(status)}
          >
            {words[status]}
          </Button>
        ))}
      {failure && (
        <Alert severity="error" title={`${failure.hop}: ${failure.detail}`} elevated onRemove={dismiss}>
          {failure.advice}
        </Alert>
      )}
      {toast}
    </>
  );
};
