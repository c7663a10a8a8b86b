import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { FailureSums, Pipeline } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { LookMark } from '../../../shared/status/Status';
import { statusLooks } from '../../../shared/status/status';
import { Ago } from '../../../shared/time/Ago';
import { count, duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { CacheRate } from './CacheRate';
import { WhyButton } from './failures/WhyButton';
import { GreenNote } from './GreenNote';
import { percent, Slower } from './looks';
import { RunBars } from './RunBars';
import { ShiftNote } from './ShiftNote';

/** The runs of a pipeline, as the list of runs shows them. */
export const runsOf = ({ repository, name }: Pick<Pipeline, 'repository' | 'name'>): string =>
  `${appRoutes.pipelines()}?${new URLSearchParams({ repository, name }).toString()}`;

interface Props {
  pipelines: readonly Pipeline[];
  row: number;
  causes: (pipeline: Pipeline) => FailureSums | undefined;
  openFailures: (pipeline: Pipeline) => void;
}

/** Pipelines with how their runs went: first what is worth mending first. */
export const HealthTable = ({ pipelines, row, causes, openFailures }: Props) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Pipelines">
        <thead>
          <tr>
            <th>Pipeline</th>
            <th>Last runs</th>
            <th className={styles.number} title="Of runs that succeeded, failed or timed out">
              Success
            </th>
            <th className={styles.wide} title="Failed jobs by cause">
              Failures
            </th>
            <th className={styles.number}>Duration p50</th>
            <th className={cx(styles.number, styles.wide)}>p95</th>
            <th className={cx(styles.number, styles.wide)}>Queue p50</th>
            <th className={styles.number} title="What runs took that did not succeed">
              Lost
            </th>
          </tr>
        </thead>
        <tbody>
          {pipelines.map((pipeline, index) => (
            <PipelineRow
              key={`${pipeline.repository} ${pipeline.name} ${pipeline.system}`}
              pipeline={pipeline}
              current={index === row}
              causes={causes(pipeline)}
              openFailures={() => openFailures(pipeline)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface RowProps {
  pipeline: Pipeline;
  current: boolean;
  causes: FailureSums | undefined;
  openFailures: () => void;
}

const PipelineRow = ({ pipeline, current, causes, openFailures }: RowProps) => {
  const styles = useStyles2(tableStyles);
  const { now, before } = pipeline;
  return (
    <tr
      className={current ? styles.current : undefined}
      aria-current={current || undefined}
      data-testid="pipeline-row"
      data-pipeline={`${pipeline.repository} ${pipeline.name}`}
    >
      <td className={styles.rest}>
        <Link to={runsOf(pipeline)} className={cx(styles.strong, styles.clamped)}>
          {pipeline.name}
        </Link>
        <div className={cx(styles.weak, styles.clamped)}>{pipeline.repository}</div>
        <Now pipeline={pipeline} />
      </td>
      <td>
        <RunBars bars={pipeline.bars} name={pipeline.name} />
      </td>
      <td className={styles.number}>
        {now.successRate === null ? '–' : percent(now.successRate)}
        <div className={styles.weak}>
          {now.decided === 0 ? 'no run ended' : `${count(now.succeeded)} of ${count(now.decided)}`}
        </div>
        {pipeline.successLow !== null && pipeline.successHigh !== null && (
          <div className={cx(styles.weak, styles.wide)} title="95% confidence interval">
            {percent(pipeline.successLow)}–{percent(pipeline.successHigh)}
          </div>
        )}
      </td>
      <td className={styles.wide}>
        {causes && <WhyButton name={pipeline.name} causes={causes} open={openFailures} />}
      </td>
      <td className={styles.number}>
        {duration(now.durationP50Ms)}
        <div className={styles.weak}>
          <Slower now={now.durationP50Ms} before={before.durationP50Ms} />
        </div>
      </td>
      <td className={cx(styles.number, styles.wide)}>
        {duration(now.durationP95Ms)}
        <div className={styles.weak}>
          <Slower now={now.durationP95Ms} before={before.durationP95Ms} />
        </div>
      </td>
      <td className={cx(styles.number, styles.wide)}>
        {duration(now.queueP50Ms)}
        <div className={styles.weak}>
          <Slower now={now.queueP50Ms} before={before.queueP50Ms} />
        </div>
      </td>
      <td className={styles.number}>
        {now.lostMs === 0 ? '–' : duration(now.lostMs)}
        {now.lostMs > 0 && <div className={styles.weak}>{percent(now.lostMs / now.totalMs)} of all</div>}
      </td>
    </tr>
  );
};

/** What is to be known of it now: whether it is broken and how long it usually is, became slower, finds its caches, and what of it runs. */
const Now = ({ pipeline }: { pipeline: Pipeline }) => {
  const styles = useStyles2(tableStyles);
  const { broken, running, queued } = pipeline;
  return (
    <>
      {broken && (
        <div className={styles.weak}>
          <LookMark look={{ ...statusLooks.failed, word: 'Broken' }} state="broken" />{' '}
          <Link to={appRoutes.run(broken.runId)}>
            since #{broken.number}, <Ago time={broken.since} />
          </Link>
        </div>
      )}
      {pipeline.timeToGreen && <GreenNote green={pipeline.timeToGreen} />}
      {pipeline.shift && <ShiftNote shift={pipeline.shift} />}
      {pipeline.cacheHitRate && <CacheRate rate={pipeline.cacheHitRate} />}
      {running + queued > 0 && (
        <div className={styles.weak}>
          {[running > 0 && `${running} running`, queued > 0 && `${queued} queued`].filter(Boolean).join(', ')}
        </div>
      )}
    </>
  );
};
