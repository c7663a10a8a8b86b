import { useStyles2, Combobox, type ComboboxOption } from '@grafana/ui';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Run, RunDetail, RunSpan } from '@summit/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { appRoutes } from '../../../../shared/appRoutes';
import { statusLooks } from '../../../../shared/status/status';
import { ago, duration } from '../../../../shared/time/format';
import { FailureNotice, Nothing, Skeleton } from '../../../../shared/ui/states';
import { alignRuns } from './align';
import { CompareTable } from './CompareTable';
import { growth } from './growth';

interface Props {
  run: RunDetail;
  spans: readonly RunSpan[];
  /** The other run, as the address names it. */
  other: string;
  choose: (runId: string) => void;
  onSelect: (spanId: string) => void;
}

const optionOf = (run: Run): ComboboxOption => ({
  value: run.id,
  label: `#${run.number}${run.attempt > 1 ? ` · attempt ${run.attempt}` : ''} · ${run.branch ?? 'no branch'}`,
  description: `${statusLooks[run.displayStatus].word} in ${duration(run.durationMs)}, ${ago(run.queuedAt)}`,
});

const wordOf = ({ displayStatus }: Run): string => statusLooks[displayStatus].word.toLowerCase();

/** The last success before this one is what people compare with; where there is none, the run before. */
export const usual = (runs: readonly Run[]): Run | undefined =>
  runs.find(({ displayStatus }) => displayStatus === 'success') ?? runs[0];

/** What got slower than in another run of the same pipeline? */
export const CompareTab = ({ run, spans, other, choose, onSelect }: Props) => {
  const styles = useStyles2(getStyles);
  const earlier = useLoad(`before ${run.id}`, async () => {
    const filters = { repository: run.repository, name: run.name, to: run.queuedAt, limit: 50 };
    const { items } = await api.get<{ items: Run[] }>('/runs', filters);
    return items.filter(({ id, status }) => id !== run.id && status === 'completed');
  });
  const id = other || usual(earlier.data ?? [])?.id;
  const options = (earlier.data ?? []).map(optionOf);
  return (
    <div className={styles.tab}>
      {earlier.failure && <FailureNotice failure={earlier.failure} retry={earlier.reload} />}
      {!earlier.data && earlier.loading && <Skeleton waitsFor="earlier runs" />}
      {earlier.data && !id && (
        <Nothing message="Nothing to compare with">
          <p>No earlier run of this pipeline has ended. Later ones can be compared with this one.</p>
        </Nothing>
      )}
      {earlier.data && id && (
        <label className={styles.choice}>
          Compared with
          <Combobox
            aria-label="Compared with"
            width={60}
            options={options.some(({ value }) => value === id) ? options : [{ value: id, label: id }, ...options]}
            value={id}
            onChange={({ value }) => choose(value)}
          />
        </label>
      )}
      {id && <Compared key={id} run={run} spans={spans} id={id} onSelect={onSelect} />}
    </div>
  );
};

interface ComparedProps extends Pick<Props, 'run' | 'spans' | 'onSelect'> {
  id: string;
}

const Compared = ({ run, spans, id, onSelect }: ComparedProps) => {
  const styles = useStyles2(getStyles);
  const { data, failure, loading, reload } = useLoad(`compared ${id}`, () =>
    api.get<{ run: Run; spans: RunSpan[] }>(`/runs/${encodeURIComponent(id)}/spans`),
  );
  const jobs = useMemo(() => (data ? alignRuns(spans, data.spans) : []), [spans, data]);
  const critical = useMemo(() => new Set(run.criticalPath?.path.map(({ spanId }) => spanId)), [run.criticalPath]);
  if (failure) return <FailureNotice failure={failure} retry={reload} />;
  if (!data) return loading ? <Skeleton waitsFor="the other run" /> : null;
  return (
    <>
      <p className={styles.verdict} data-testid="compared">
        {growth(run.durationMs, data.run.durationMs)} than{' '}
        <Link to={appRoutes.run(data.run.id)}>
          {data.run.name} #{data.run.number}
        </Link>
        : {duration(run.durationMs)} against {duration(data.run.durationMs)}
        {run.displayStatus !== data.run.displayStatus &&
          `; it is ${wordOf(run)}, the other ${wordOf(data.run)}, so they did not do the same`}
        .
      </p>
      <CompareTable jobs={jobs} critical={critical} onSelect={onSelect} />
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
  choice: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), flexWrap: 'wrap' }),
  verdict: css({
    margin: theme.spacing(1, 0),
    fontSize: theme.typography.h5.fontSize,
    a: { color: theme.colors.text.link },
  }),
});
