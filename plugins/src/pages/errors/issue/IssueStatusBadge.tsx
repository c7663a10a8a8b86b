import { Badge } from '@grafana/ui';
import type { IssueStatus } from '@summit/contracts';

const looks = {
  unresolved: { color: 'orange', icon: 'exclamation-circle', text: 'Unresolved' },
  resolved: { color: 'green', icon: 'check-circle', text: 'Resolved' },
  archived: { color: 'darkgrey', icon: 'folder', text: 'Archived' },
} as const;

export const IssueStatusBadge = ({ status }: { status: IssueStatus }) => (
  <Badge {...looks[status]} data-testid="issue-status" />
);
