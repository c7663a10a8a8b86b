import type { Issue } from '@summit/contracts';
import type { Column } from '../../../shared/csv/csv';

/** What a file of issues has. */
export const issueColumns: readonly Column<Issue>[] = [
  { head: 'id', value: (issue) => issue.shortId },
  { head: 'project', value: (issue) => issue.project.slug },
  { head: 'status', value: (issue) => issue.status },
  { head: 'level', value: (issue) => issue.level },
  { head: 'title', value: (issue) => issue.title },
  { head: 'culprit', value: (issue) => issue.culprit },
  { head: 'events', value: (issue) => issue.count },
  { head: 'users', value: (issue) => issue.userCount },
  { head: 'first_seen', value: (issue) => issue.firstSeen },
  { head: 'last_seen', value: (issue) => issue.lastSeen },
  { head: 'first_release', value: (issue) => issue.firstRelease },
  { head: 'last_release', value: (issue) => issue.lastRelease },
  { head: 'environment', value: (issue) => issue.environment },
];
