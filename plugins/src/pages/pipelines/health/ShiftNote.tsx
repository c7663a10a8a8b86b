import { useStyles2 } from '@grafana/ui';
import type { DurationShift } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { LookMark } from '../../../shared/status/Status';
import type { StatusLook } from '../../../shared/status/status';
import { Ago } from '../../../shared/time/Ago';
import { count, delta, duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';

const slower: StatusLook = { word: 'Slower', icon: 'arrow-up', colour: (theme) => theme.colors.warning.text };
const quicker: StatusLook = { word: 'Quicker', icon: 'arrow-down', colour: (theme) => theme.colors.success.text };

/** Since which run a pipeline takes longer or shorter than it did: `since #4182, 3 d ago: 9m → 12m 40s (+38%)`. */
export const ShiftNote = ({ shift }: { shift: DurationShift }) => {
  const styles = useStyles2(tableStyles);
  const { runId, number, commit, since, beforeMs, afterMs, beforeRuns, afterRuns } = shift;
  const isSlower = afterMs > beforeMs;
  return (
    <div
      className={styles.weak}
      title={`Medians of the ${count(afterRuns)} successful runs since, and of the ${count(beforeRuns)} before`}
      data-testid="pipeline-shift"
    >
      <LookMark look={isSlower ? slower : quicker} state={isSlower ? 'slower' : 'quicker'} />{' '}
      <Link to={appRoutes.run(runId)}>
        since #{number}, <Ago time={since} />
      </Link>
      {commit !== null && <span className={styles.mono}> {commit.slice(0, 7)}</span>}: {duration(beforeMs)} →{' '}
      {duration(afterMs)} ({delta(afterMs, beforeMs)})
    </div>
  );
};
