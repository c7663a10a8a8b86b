import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Drawer, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { FailedJob, FailureCause } from '@summit/contracts';
import { Link } from 'react-router-dom';
import type { Params } from '../../../../shared/api/client';
import { usePages } from '../../../../shared/api/usePages';
import { appRoutes } from '../../../../shared/appRoutes';
import { Ago } from '../../../../shared/time/Ago';
import { duration } from '../../../../shared/time/format';
import { PagesFrame } from '../../../../shared/ui/PagesFrame';
import { Nothing } from '../../../../shared/ui/states';
import { Evidence } from '../../failures/Evidence';
import { becauseOf, causeLooks, CauseMark, causes } from '../../failures/looks';

export type Why = FailureCause | 'all';

interface Props {
  /** What is listed, but for the cause. */
  params: Params;
  /** Of one pipeline, or of all that the page shows. */
  pipeline: string;
  why: Why;
  choose: (why: Why) => void;
  close: () => void;
}

const choices = [
  { value: 'all' as const, label: 'All' },
  ...causes.map((cause) => ({ value: cause, label: causeLooks[cause].word, description: causeLooks[cause].says })),
];

/** Which jobs failed, why, and what shows it. */
export const FailuresDrawer = ({ params, pipeline, why, choose, close }: Props) => {
  const pages = usePages<FailedJob>('/health/failures', { ...params, cause: why === 'all' ? undefined : why });
  return (
    <Drawer
      title="Failed jobs"
      subtitle={pipeline === '' ? 'Why did they fail, and what shows it?' : `Of ${pipeline}: why did they fail?`}
      size="md"
      onClose={close}
    >
      <RadioButtonGroup aria-label="Cause" options={choices} value={why} onChange={choose} size="sm" />
      <PagesFrame
        pages={pages}
        waitsFor="failed jobs from the bridge"
        more="Earlier failures"
        empty={
          pages.next === null && (
            <Nothing message="No such failure in this period">
              <p>Choose another cause, or a longer period.</p>
            </Nothing>
          )
        }
      >
        {(rows) => <FailedJobs rows={rows} />}
      </PagesFrame>
    </Drawer>
  );
};

const FailedJobs = ({ rows }: { rows: readonly FailedJob[] }) => {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label="Failed jobs">
      {rows.map((failed, index) => (
        <li key={index} className={styles.item} data-testid="failed-job" data-cause={failed.cause}>
          <div className={styles.said}>
            <CauseMark cause={failed.cause} />
            <span>{becauseOf(failed)}</span>
          </div>
          <div>
            <Link to={runUrl(failed)} className={styles.link}>
              {failed.job ?? failed.pipeline}
            </Link>{' '}
            <span className={styles.weak}>
              {failed.repository} · {failed.pipeline} #{failed.runNumber}
              {failed.attempt > 1 && ` attempt ${failed.attempt}`}
              {failed.branch !== null && ` · ${failed.branch}`} · {duration(failed.workedMs)} · <Ago time={failed.at} />
            </span>
          </div>
          <Evidence failed={failed} />
        </li>
      ))}
    </ul>
  );
};

const runUrl = ({ runId, spanId }: FailedJob): string =>
  spanId === null
    ? appRoutes.run(runId)
    : `${appRoutes.run(runId)}?${new URLSearchParams({ span: spanId }).toString()}`;

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', marginTop: theme.spacing(1) }),
  item: css({
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
  }),
  said: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  link: css({ fontWeight: theme.typography.fontWeightMedium, '&:hover': { textDecoration: 'underline' } }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
