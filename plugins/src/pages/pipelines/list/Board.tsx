import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Run, RunPredictions } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import { useLive } from '../../../shared/live/useLive';
import { Status } from '../../../shared/status/Status';
import { duration } from '../../../shared/time/format';
import { chance } from './chance';
import { useNow } from '../../../shared/time/useNow';

const isLive = (run: Run): boolean => run.displayStatus === 'running' || run.displayStatus === 'queued';

/** The live runs with one more report about one of them. */
export function updateBoard(runs: readonly Run[], run: Run): readonly Run[] {
  const others = runs.filter(({ id }) => id !== run.id);
  return isLive(run) ? [run, ...others].sort((a, b) => b.queuedAt.localeCompare(a.queuedAt)) : others;
}

/** What runs and waits now. A finished run leaves at once; the list below has it. */
export const Board = () => {
  const styles = useStyles2(getStyles);
  const { data, patch, reload } = useLoad('board', () =>
    api.get<{ items: Run[] }>('/runs', { status: ['queued', 'running'], limit: 60 }),
  );
  useLive(['run'], (event) => {
    if (event.type === 'run') patch((old) => ({ items: [...updateBoard(old.items, event.run)] }));
    else reload();
  });
  // Of what is queued when: that does not change while it runs. A run that comes has one too.
  const shown = data?.items.map(({ id }) => id).join() ?? '';
  const { data: predictions } = useLoad(`predictions ${shown}`, () =>
    shown === '' ? Promise.resolve({ items: [] }) : api.get<RunPredictions>('/predictions'),
  );
  const chances = new Map(predictions?.items.map(({ runId, probability }) => [runId, probability]));
  const now = useNow(1000);
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label="Running and queued" className={styles.board} data-testid="board">
      {data.items.map((run) => (
        <Link key={run.id} to={appRoutes.run(run.id)} className={styles.card}>
          <span className={styles.line}>
            <Status status={run.displayStatus} />
            <span className={styles.weak}>
              {duration(Math.max(0, now - Date.parse(run.startedAt ?? run.queuedAt)))}
            </span>
          </span>
          <span className={styles.name}>
            {run.name} #{run.number}
          </span>
          <span className={styles.weak}>
            {run.repository} · {run.branch ?? '–'}
          </span>
          {chances.has(run.id) && <span className={styles.weak}>fails with {chance(chances.get(run.id) ?? 0)}</span>}
        </Link>
      ))}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  board: css({
    display: 'flex',
    gap: theme.spacing(1),
    overflowX: 'auto',
    padding: theme.spacing(1, 0),
  }),
  card: css({
    display: 'flex',
    flexDirection: 'column',
    flex: '0 0 240px',
    gap: theme.spacing(0.25),
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.secondary, 0.03) },
  }),
  line: css({ display: 'flex', justifyContent: 'space-between' }),
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  weak: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
});
