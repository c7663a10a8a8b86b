import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ToolbarButton, useStyles2 } from '@grafana/ui';
import type { RunDetail, RunSpan } from '@summit/contracts';
import { useEffect, useMemo, useState } from 'react';
import type { fromFrames } from '../../../../panels/gantt';
import { count } from '../../../../shared/time/format';
import { FailureNotice, Skeleton } from '../../../../shared/ui/states';
import { CopyButtons } from './CopyButtons';
import { inOrder, logOfSpan, type JobLog } from './data/order';
import { logPath } from './data/useLog';
import { useRunLogs } from './data/useRunLogs';
import { JobPicker } from './JobPicker';
import { LogChart } from './LogChart';
import { NoLog } from './NoLog';
import type { Pick } from './reader/useArrival';
import { LogReader } from './reader/LogReader';
import { createPlayhead, usualSpeed, type TimeSpan } from './replay/playhead';
import { ReplayBar } from './replay/ReplayBar';
import { usePlayback } from './replay/usePlayback';
import { useLogUrl, type LogUrl } from './useLogUrl';

interface Props {
  run: RunDetail;
  spans: readonly RunSpan[];
  columns: ReturnType<typeof fromFrames>;
}

/** What did the jobs say? */
export const LogTab = (props: Props) => {
  const { run, spans } = props;
  const styles = useStyles2(getStyles);
  const { data, failure, loading, reload } = useRunLogs(run);
  const logs = useMemo(() => inOrder(data?.items ?? [], spans), [data, spans]);
  return (
    <section aria-label="Log of this run" className={styles.tab}>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="the logs of this run" rows={20} height={18} />}
      {data && logs.length === 0 && <NoLog run={run} />}
      {logs.length > 0 && <Logs {...props} logs={logs} />}
    </section>
  );
};

/** The log that is meant: by its own id, by the span that was chosen, else the first, which is that of what failed. */
function chosen(url: LogUrl, logs: readonly JobLog[], spans: readonly RunSpan[]): JobLog | undefined {
  const named = logs.find(({ log }) => log.id === url.logId);
  if (named) return named;
  const span = spans.find(({ spanId }) => spanId === url.spanId);
  if (url.logId !== '' || !span || span.kind === 'run') return logs[0];
  return logOfSpan(span.spanId, logs, spans);
}

/** The job of a span that has no log. */
const jobName = (spanId: string, spans: readonly RunSpan[]): string => {
  const span = spans.find((one) => one.spanId === spanId);
  return (span?.kind === 'job' ? span : spans.find((one) => one.spanId === span?.parentSpanId))?.name ?? 'this job';
};

function timeSpanOf(run: RunDetail, columns: Props['columns']): TimeSpan {
  const startMs = columns.count > 0 ? columns.origin : Date.parse(run.queuedAt);
  const endMs = run.finishedAt === null ? Date.now() : Date.parse(run.finishedAt);
  return { startMs, endMs: Math.max(startMs, endMs) };
}

const Logs = ({ run, spans, columns, logs }: Props & { logs: readonly JobLog[] }) => {
  const styles = useStyles2(getStyles);
  const url = useLogUrl();
  const current = chosen(url, logs, spans);
  const timeSpan = useMemo(() => timeSpanOf(run, columns), [run, columns]);
  const [playhead] = useState(() => createPlayhead(timeSpan.startMs));
  const [speed, setSpeed] = useState(() => usualSpeed(timeSpan));
  const playback = usePlayback(playhead, timeSpan, speed);
  const { pick, again } = usePicks(url.spanId);
  const path = current && logPath(run.id, current.log.id);
  const running = run.status !== 'completed';
  return (
    <>
      <div className={styles.head}>
        {current ? (
          <JobPicker logs={logs} current={current} onChoose={({ log }) => url.chooseLog(log.id)} />
        ) : (
          <ToolbarButton variant="default" onClick={() => url.chooseSpan(null)}>
            Show another log
          </ToolbarButton>
        )}
        {current && <Facts jobLog={current} running={running} />}
        <span className={styles.space} />
        <ToolbarButton
          icon="align-left"
          variant={url.chart ? 'active' : 'default'}
          aria-pressed={url.chart}
          aria-label="Timeline"
          onClick={() => url.toggle('chart')}
        >
          Timeline
        </ToolbarButton>
        {current && path && <CopyButtons path={path} log={current.log} range={url.range} />}
      </div>
      <ReplayBar playhead={playhead} playback={playback} span={timeSpan} speed={speed} onSpeed={setSpeed} />
      {url.chart && <LogChart columns={columns} playhead={playhead} onPick={again} />}
      {current && path ? (
        <LogReader
          key={current.log.id}
          path={path}
          jobLog={current}
          spans={spans}
          running={running}
          url={url}
          playhead={playhead}
          startMs={timeSpan.startMs}
          pick={pick}
          onPlay={playback.toggle}
        />
      ) : (
        <NoLog run={run} job={jobName(url.spanId, spans)} />
      )}
    </>
  );
};

/** Choices of spans: those that change the URL, and those of the span that it names already. */
function usePicks(spanId: string): { pick: Pick; again: (spanId: string) => void } {
  const [pick, setPick] = useState<Pick>({ spanId, round: 0 });
  useEffect(() => {
    setPick((old) => (old.spanId === spanId ? old : { spanId, round: old.round + 1 }));
  }, [spanId]);
  const again = (picked: string) =>
    setPick((old) => (old.spanId === picked ? { spanId: picked, round: old.round + 1 } : old));
  return { pick, again };
}

const Facts = ({ jobLog: { log }, running }: { jobLog: JobLog; running: boolean }) => {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.facts} data-testid="log-facts">
      {count(log.lines)} lines
      {log.lines > 0 && log.firstAt === null && ' · without times: it does not play'}
      {!log.final && (running ? ' · still being written' : ' · its end was not sent')}
    </span>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  facts: css({ color: theme.colors.text.secondary }),
  space: css({ flex: 1 }),
});
