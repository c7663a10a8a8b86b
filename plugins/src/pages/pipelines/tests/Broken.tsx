import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { BrokenSince } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';

const RunLink = ({ run }: { run: BrokenSince['run'] }) => (
  <>
    <Link to={`${appRoutes.run(run.id)}?tab=tests`}>
      {run.name} #{run.number}
    </Link>
    {run.commit !== null && (
      <>
        {' '}
        at <code>{run.commit.slice(0, 7)}</code>
      </>
    )}
    , <Ago time={run.at} />
  </>
);

/** By branch and job: the first run that failed after the last one that passed. */
export const Broken = ({ broken }: { broken: readonly BrokenSince[] }) => {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label="What broke it">
      {broken.map(({ run, job, lastPass }) => (
        <li key={`${run.branch} ${job}`} data-testid="broken">
          Broken on <strong>{run.branch ?? 'no branch'}</strong>
          {job !== '' && ` in ${job}`} by <RunLink run={run} />;{' '}
          {lastPass ? (
            <>
              passed last in <RunLink run={lastPass} />
            </>
          ) : (
            'it is not known to have passed there before'
          )}
          .
        </li>
      ))}
    </ul>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: theme.spacing(1, 0), paddingLeft: theme.spacing(2.5), a: { color: theme.colors.text.link } }),
});
