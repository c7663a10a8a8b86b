import { useParams } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Page } from '../../../shared/ui/Page';
import { FailureNotice, Missing, Skeleton } from '../../../shared/ui/states';
import { Found } from './Found';
import { IssueActions } from './IssueActions';
import { useIssue } from './useIssue';

/** What broke, since when, by what? */
export const IssuePage = () => {
  const { issueId = '' } = useParams();
  const { data: issue, failure, loading, reload, patch } = useIssue(issueId);
  return (
    <Page
      pageNav={{ text: issue?.title ?? 'Issue', parentItem: { text: 'Errors', url: appRoutes.errors() } }}
      subTitle="What broke, since when, by what?"
      actions={issue && <IssueActions issue={issue} changed={(next) => patch(() => next)} />}
    >
      {failure &&
        (failure.missing ? (
          <Missing what="This issue" back={{ href: appRoutes.errors(), text: 'All issues' }} />
        ) : (
          <FailureNotice failure={failure} retry={reload} />
        ))}
      {!issue && loading && <Skeleton waitsFor="the issue" />}
      {issue && <Found issue={issue} />}
    </Page>
  );
};
