import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RunCriticalPath } from '@summit/contracts';
import { Fragment } from 'react';
import { duration } from '../../../shared/time/format';
import { inferredTitle, sourceWords, whyInferred } from './graph/basis';

/** Longer paths are cut in the middle: the Gantt draws them whole. */
const SHOWN = 5;
/** Less is not worth a sentence. */
const LEAST_SAVING_MS = 1000;

type Path = RunCriticalPath['path'];

const cut = (path: Path): { head: Path; left: number; tail: Path } =>
  path.length <= SHOWN
    ? { head: path, left: 0, tail: [] }
    : { head: path.slice(0, 2), left: path.length - SHOWN + 1, tail: path.slice(-2) };

/** How the path is known, for whoever asks. */
const basisSays = (critical: RunCriticalPath): string =>
  critical.graph === 'declared'
    ? `Declared: ${sourceWords(critical)}.`
    : `${inferredTitle}: each job is taken to have waited for all that had ended when it became ready. So this is the least that would be saved. ${whyInferred(critical)}`;

interface Props {
  critical: RunCriticalPath;
  onSelect: (spanId: string) => void;
}

/** What the end of the run waited for, and what would make it end earlier. */
export const CriticalPath = ({ critical, onSelect }: Props) => {
  const styles = useStyles2(getStyles);
  const { path, savings, parallelism } = critical;
  const { head, left, tail } = cut(path);
  const [waited, worked] = [
    path.reduce((sum, job) => sum + job.waitedMs, 0),
    path.reduce((sum, job) => sum + job.workedMs, 0),
  ];
  const jump = ({ spanId, name }: { spanId: string; name: string }) => (
    <button type="button" className={styles.jump} onClick={() => onSelect(spanId)}>
      {name}
    </button>
  );
  const [best] = savings;
  return (
    <div className={styles.line} data-testid="critical-path">
      <span>
        critical path{' '}
        <span className={styles.weak} title={basisSays(critical)} data-testid="path-basis">
          ({critical.graph === 'declared' ? 'declared' : 'inferred from times'})
        </span>
        :{' '}
        {head.map((job, n) => (
          <Fragment key={job.spanId}>
            {n > 0 && ' → '}
            {jump(job)}
          </Fragment>
        ))}
        {left > 0 && ` → ${left} more`}
        {tail.map((job) => (
          <Fragment key={job.spanId}> → {jump(job)}</Fragment>
        ))}
        <span className={styles.weak}>
          {' '}
          ({duration(worked)} of work, {duration(waited)} of waiting)
        </span>
      </span>
      {best && best.savesMs >= LEAST_SAVING_MS && (
        <span title={basisSays(critical)}>
          {jump(best)} in half its time would save {critical.graph === 'inferred' && 'at least '}
          {duration(best.savesMs)}
        </span>
      )}
      <span className={styles.weak}>
        {parallelism.mean.toFixed(1)} jobs at once, at most {parallelism.most}
      </span>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(0.5, 1.5),
    overflowWrap: 'anywhere',
  }),
  weak: css({ color: theme.colors.text.secondary }),
  jump: css({ border: 0, padding: 0, background: 'none', color: theme.colors.text.link, textDecoration: 'underline' }),
});
