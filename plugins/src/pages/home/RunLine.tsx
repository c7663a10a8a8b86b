import { useStyles2 } from '@grafana/ui';
import type { Run } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../shared/appRoutes';
import { tableStyles } from '../../shared/ui/tableStyles';

/** A run by its name and number, with where it ran below. */
export const RunLine = ({ run }: { run: Run }) => {
  const styles = useStyles2(tableStyles);
  return (
    <>
      <Link to={appRoutes.run(run.id)} className={styles.strong}>
        {run.name} #{run.number}
        {run.attempt > 1 && ` · attempt ${run.attempt}`}
      </Link>
      <div className={styles.weak}>
        {run.repository} · {run.branch ?? '–'}
      </div>
    </>
  );
};
