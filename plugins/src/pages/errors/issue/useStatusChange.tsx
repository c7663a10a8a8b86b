import type { Issue, IssueDetail, IssueStatus } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { useUndo } from '../../../shared/ui/useUndo';

const done: Readonly<Record<IssueStatus, string>> = {
  unresolved: 'is unresolved again',
  resolved: 'resolved',
  archived: 'archived',
};

/** Changes the status of an issue, with a way back for ten seconds. */
export function useStatusChange(issue: Issue, changed: (issue: IssueDetail) => void) {
  const undo = useUndo();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const put = async (status: IssueStatus) => {
    setBusy(true);
    setFailure(undefined);
    try {
      changed(await api.put<IssueDetail>(`/issues/${encodeURIComponent(issue.id)}`, { status }));
      return true;
    } catch (error) {
      setFailure(explain(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const change = async (status: IssueStatus) => {
    const before = issue.status;
    if (await put(status)) undo.after(`${issue.shortId} ${done[status]}`, () => void put(before));
  };
  return { change, busy, failure, dismiss: () => setFailure(undefined), toast: undo.toast };
}
