import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import { appRoutes } from '../../../shared/appRoutes';
import { useLive } from '../../../shared/live/useLive';
import { PageLink } from '../../../shared/ui/PageLink';
import { Skeleton } from '../../../shared/ui/states';
import { examine } from '../connection/examine';
import { steps, type Step } from './steps';

/** Whether a list has anything; a list that cannot be read has not, and its hop says why. */
const any = (path: string): Promise<boolean> =>
  api
    .get<{ items: unknown[] }>(path, { limit: 1 })
    .then(({ items }) => items.length > 0)
    .catch(() => false);

async function look() {
  const [examination, hasRun, hasIssue] = await Promise.all([examine(), any('/runs'), any('/issues')]);
  return { examination, hasRun, hasIssue };
}

/** The checklist of the first start. */
export const Start = () => {
  const styles = useStyles2(getStyles);
  const { data, reload, patch } = useLoad('start', look);
  useLive(['run', 'issue'], (event) => {
    if (event.type === 'reset') reload();
    else if (event.type === 'run') patch((old) => ({ ...old, hasRun: true }));
    else patch((old) => ({ ...old, hasIssue: true }));
  });
  if (!data) return <Skeleton waitsFor="every hop to answer" rows={7} />;
  const all = steps(data);
  const open = all.filter(({ done }) => !done).length;
  return (
    <>
      <p aria-live="polite" data-testid="progress">
        {open === 0 ? 'Everything is connected.' : `${all.length - open} of ${all.length} steps are done.`}
      </p>
      <ol className={styles.list}>
        {all.map((step) => (
          <Row key={step.title} step={step} />
        ))}
      </ol>
      <PageLink href={`${appRoutes.settings()}?tab=connection`} variant="secondary" size="sm" icon="heart">
        Connection doctor
      </PageLink>
    </>
  );
};

const Row = ({ step: { title, done, next, link } }: { step: Step }) => {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.step} data-testid="step" data-done={done}>
      <Icon
        name={done ? 'check-circle' : 'circle'}
        size="lg"
        className={done ? styles.done : styles.open}
        title={done ? 'Done' : 'To do'}
      />
      <div>
        <div className={styles.title}>{title}</div>
        {!done && <div className={styles.next}>{next}</div>}
      </div>
      {!done && link && (
        <PageLink
          size="sm"
          variant="secondary"
          href={link.href.startsWith('?') ? `${appRoutes.settings()}${link.href}` : link.href}
        >
          {link.text}
        </PageLink>
      )}
    </li>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ maxWidth: 900, margin: theme.spacing(0, 0, 2), padding: 0, listStyle: 'none' }),
  step: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  title: css({ fontWeight: theme.typography.fontWeightMedium }),
  next: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  done: css({ color: theme.colors.success.text }),
  open: css({ color: theme.colors.text.secondary }),
});
