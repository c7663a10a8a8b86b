import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { IssueDetail } from '@summit/contracts';
import { Ago } from '../../../shared/time/Ago';
import { count } from '../../../shared/time/format';
import { shortRelease } from '../../../shared/ui/release';
import { LevelMark } from '../level/LevelMark';
import { IssueStatusBadge } from './IssueStatusBadge';

/** The answer first: what, where, since when, how often, for how many. */
export const IssueHeader = ({ issue }: { issue: IssueDetail }) => {
  const styles = useStyles2(getStyles);
  return (
    <header className={styles.facts} data-testid="issue-facts">
      <span className={styles.mono}>{issue.shortId}</span>
      <IssueStatusBadge status={issue.status} />
      <LevelMark level={issue.level} />
      <span className={styles.weak}>{issue.project.name}</span>
      {issue.culprit !== null && <span className={styles.mono}>{issue.culprit}</span>}
      <span>
        first <Ago time={issue.firstSeen} />
        {issue.firstRelease !== null && ` in ${shortRelease(issue.firstRelease)}`}
      </span>
      <span>
        last <Ago time={issue.lastSeen} />
        {issue.lastRelease !== null &&
          issue.lastRelease !== issue.firstRelease &&
          ` in ${shortRelease(issue.lastRelease)}`}
      </span>
      <span>
        <strong data-testid="event-count">{count(issue.count)}</strong> {issue.count === 1 ? 'event' : 'events'}
      </span>
      <span>
        <strong>{count(issue.userCount)}</strong> {issue.userCount === 1 ? 'user' : 'users'}
      </span>
    </header>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(1),
  }),
  mono: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
  weak: css({ color: theme.colors.text.secondary }),
});
