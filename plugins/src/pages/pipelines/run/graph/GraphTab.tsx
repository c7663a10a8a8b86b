import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import type { RunDetail, RunGraph, RunSpan } from '@summit/contracts';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Status } from '../../../../shared/status/Status';
import { statusLooks } from '../../../../shared/status/status';
import { count, duration } from '../../../../shared/time/format';
import { Nothing } from '../../../../shared/ui/states';
import { inferredTitle, sourceWords, whyInferred } from './basis';
import {
  neighbourOf,
  NODE,
  placeStages,
  stagesOf,
  type Graph,
  type Junction,
  type Move,
  type PlacedJob,
} from './layout';

interface Props {
  run: RunDetail;
  spans: readonly RunSpan[];
  graph: RunGraph;
  onSelect: (spanId: string) => void;
}

/** More boxes than this are no picture any more. */
const MOST_JOBS = 1000;

const moves: Readonly<Record<string, Move>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Which job waited for which? */
export const GraphTab = ({ run, spans, graph: told, onSelect }: Props) => {
  const styles = useStyles2(getStyles);
  const graph = useMemo(() => placeStages(stagesOf(told.stages ?? [], spans)), [told, spans]);
  const critical = useMemo(() => new Set(run.criticalPath?.path.map(({ spanId }) => spanId)), [run.criticalPath]);
  if (told.stages === null)
    return (
      <Nothing message="So many jobs wait for so many others that no graph can show it">
        <p>The timeline shows them all, and groups can be closed there.</p>
      </Nothing>
    );
  if (graph.jobs.length === 0)
    return (
      <Nothing message="No job has worked yet">
        <p>Jobs appear here as they begin.</p>
      </Nothing>
    );
  if (graph.jobs.length > MOST_JOBS)
    return (
      <Nothing message={`${count(graph.jobs.length)} jobs are too many for a graph`}>
        <p>The timeline shows them all, and groups can be closed there.</p>
      </Nothing>
    );
  return (
    <section aria-label="Graph of the jobs" className={styles.tab}>
      {told.graph === 'declared' ? (
        <p className={styles.basis} data-testid="graph-basis">
          Declared: {sourceWords(told)}. {critical.size > 0 && 'The critical path is drawn thick.'}
        </p>
      ) : (
        <Alert severity="info" title={inferredTitle} data-testid="graph-basis">
          Each job is taken to have waited for all that had ended when it became ready: a line may be a coincidence.{' '}
          {whyInferred(told)} {critical.size > 0 && 'The critical path is drawn thick.'}
        </Alert>
      )}
      <Picture graph={graph} critical={critical} declared={told.graph === 'declared'} onSelect={onSelect} />
    </section>
  );
};

interface PictureProps {
  graph: Graph;
  critical: ReadonlySet<string>;
  declared: boolean;
  onSelect: (spanId: string) => void;
}

const Picture = ({ graph, critical, declared, onSelect }: PictureProps) => {
  const styles = useStyles2(getStyles);
  const area = useRef<HTMLDivElement>(null);
  /** The one that Tab comes to; the arrows lead on from it. */
  const [current, setCurrent] = useState(graph.jobs[0]?.job.spanId);
  const nameOf = useMemo(() => new Map(graph.jobs.map(({ job }) => [job.spanId, job.name])), [graph]);
  const known = current !== undefined && nameOf.has(current) ? current : graph.jobs[0]?.job.spanId;
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    const next = move && known !== undefined ? neighbourOf(graph, known, move) : undefined;
    if (!move) return;
    event.preventDefault();
    if (next === undefined) return;
    setCurrent(next);
    area.current?.querySelector<HTMLElement>(`[data-span="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <div className={styles.scroller}>
      <div
        ref={area}
        className={styles.picture}
        style={{ width: graph.width, height: graph.height }}
        role="group"
        aria-label={`${count(graph.jobs.length)} jobs; arrow keys follow the lines`}
        onKeyDown={onKeyDown}
      >
        <svg width={graph.width} height={graph.height} className={styles.lines} aria-hidden>
          {graph.junctions.map((junction, index) => (
            <Lines key={index} junction={junction} critical={critical} declared={declared} />
          ))}
        </svg>
        {graph.jobs.map((node) => (
          <Node
            key={node.job.spanId}
            node={node}
            waitedFor={node.before.map((id) => nameOf.get(id) ?? '')}
            critical={critical.has(node.job.spanId)}
            reachable={node.job.spanId === known}
            onFocus={() => setCurrent(node.job.spanId)}
            onSelect={() => onSelect(node.job.spanId)}
          />
        ))}
      </div>
    </div>
  );
};

interface LinesProps {
  junction: Junction;
  critical: ReadonlySet<string>;
  declared: boolean;
}

/** What is only inferred is dashed. */
const Lines = ({ junction: { x, y, from, to }, critical, declared }: LinesProps) => {
  const styles = useStyles2(getStyles);
  const half = NODE.height / 2;
  const line = (node: PlacedJob, start: number, on: boolean) => (
    <path
      key={node.job.spanId}
      className={cx(styles.line, !declared && styles.guessed, on && styles.criticalLine)}
      d={`M${start},${node.y + half} C${(start + x) / 2},${node.y + half} ${(start + x) / 2},${y} ${x},${y}`}
    />
  );
  const held = to.some(({ job }) => critical.has(job.spanId));
  const holds = from.some(({ job }) => critical.has(job.spanId));
  return (
    <>
      {from.map((node) => line(node, node.x + NODE.width, held && critical.has(node.job.spanId)))}
      {to.map((node) => line(node, node.x, holds && critical.has(node.job.spanId)))}
    </>
  );
};

interface NodeProps {
  node: PlacedJob;
  waitedFor: readonly string[];
  critical: boolean;
  reachable: boolean;
  onFocus: () => void;
  onSelect: () => void;
}

const Node = ({ node: { job, x, y }, waitedFor, critical, reachable, onFocus, onSelect }: NodeProps) => {
  const styles = useStyles2(getStyles);
  const facts = [
    job.name,
    statusLooks[job.status].word,
    duration(job.durationMs),
    ...(critical ? ['on the critical path'] : []),
    waitedFor.length === 0 ? 'waited for no job' : `waited for ${waitedFor.slice(0, 10).join(', ')}`,
    ...(waitedFor.length > 10 ? [`and ${waitedFor.length - 10} more`] : []),
  ].join(', ');
  return (
    <button
      type="button"
      className={cx(styles.node, critical && styles.critical)}
      style={{ left: x, top: y, width: NODE.width, height: NODE.height }}
      tabIndex={reachable ? 0 : -1}
      aria-label={facts}
      title={facts}
      data-span={job.spanId}
      data-testid="graph-job"
      onFocus={onFocus}
      onClick={onSelect}
    >
      <Status status={job.status} compact />
      <span className={styles.name}>{job.name}</span>
      <span className={styles.weak}>{job.durationMs === null ? '' : duration(job.durationMs)}</span>
    </button>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
  scroller: css({ overflow: 'auto', maxHeight: '75vh', padding: theme.spacing(1) }),
  picture: css({ position: 'relative' }),
  lines: css({ position: 'absolute', inset: 0, pointerEvents: 'none' }),
  basis: css({ color: theme.colors.text.secondary }),
  line: css({ fill: 'none', stroke: theme.colors.border.strong, strokeWidth: 1 }),
  guessed: css({ strokeDasharray: '4 3' }),
  criticalLine: css({ stroke: theme.colors.text.primary, strokeWidth: 3 }),
  node: css({
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0, 1),
    textAlign: 'left',
    color: theme.colors.text.primary,
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.secondary, 0.04) },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
  critical: css({ borderWidth: 3, borderColor: theme.colors.text.primary }),
  name: css({ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  weak: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
});
