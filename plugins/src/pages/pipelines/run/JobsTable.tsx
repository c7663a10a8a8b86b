import { useStyles2 } from '@grafana/ui';
import type { RunCriticalPath, RunSpan } from '@summit/contracts';
import { Status } from '../../../shared/status/Status';
import { duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { safeUrl } from '../../../shared/url/safeUrl';
import { childrenOf } from './children';

interface JobRow {
  job: RunSpan;
  queueMs: number | null;
  steps: readonly RunSpan[];
}

/** Jobs with their wait and steps, what failed first on top. */
export function jobRows(spans: readonly RunSpan[]): JobRow[] {
  const children = childrenOf(spans);
  const rows = spans
    .filter(({ kind }) => kind === 'job')
    .map((job) => {
      const own = children.get(job.spanId) ?? [];
      return {
        job,
        queueMs: own.find(({ kind }) => kind === 'queue')?.durationMs ?? null,
        steps: own.filter(({ kind }) => kind === 'step'),
      };
    });
  const failed = ({ job }: JobRow) => (job.status === 'failed' || job.status === 'timed_out' ? 0 : 1);
  return rows.sort((a, b) => failed(a) - failed(b) || a.job.start.localeCompare(b.job.start));
}

const Name = ({ span }: { span: RunSpan }) => {
  const href = safeUrl(span.url);
  return href ? (
    <a href={href} target="_blank" rel="noreferrer">
      {span.name}
    </a>
  ) : (
    <>{span.name}</>
  );
};

interface Props {
  spans: readonly RunSpan[];
  /** Null while the run is under way. */
  critical: RunCriticalPath | null;
}

export const JobsTable = ({ spans, critical }: Props) => {
  const styles = useStyles2(tableStyles);
  const slack = new Map(critical?.slack.map(({ spanId, slackMs }) => [spanId, slackMs]));
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Jobs and steps">
        <thead>
          <tr>
            <th>Status</th>
            <th>Job and step</th>
            <th>Runner</th>
            <th className={styles.number}>Queue</th>
            <th className={styles.number}>Duration</th>
            <th className={styles.number} title="How much longer it could have taken without the run ending later">
              Slack
            </th>
          </tr>
        </thead>
        <tbody>
          {jobRows(spans).map(({ job, queueMs, steps }) => [
            <tr key={job.spanId} data-testid="job-row">
              <td>
                <Status status={job.status} />
              </td>
              <td className={styles.strong}>
                <Name span={job} />
              </td>
              <td>{job.attributes['cicd.worker.name'] ?? '–'}</td>
              <td className={styles.number}>{duration(queueMs)}</td>
              <td className={styles.number}>{duration(job.durationMs)}</td>
              <td className={styles.number}>
                {slack.get(job.spanId) === 0 ? 'none' : duration(slack.get(job.spanId) ?? null)}
              </td>
            </tr>,
            ...steps.map((step) => (
              <tr key={step.spanId}>
                <td />
                <td>
                  <Status status={step.status} compact /> <Name span={step} />
                </td>
                <td />
                <td />
                <td className={styles.number}>{duration(step.durationMs)}</td>
                <td />
              </tr>
            )),
          ])}
        </tbody>
      </table>
    </div>
  );
};
