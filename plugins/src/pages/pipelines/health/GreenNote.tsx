import { useStyles2 } from '@grafana/ui';
import type { Pipeline } from '@summit/contracts';
import { count, duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { Slower } from './looks';

/** How long the default branch stays broken: `green again in 34m (median of 3)`. */
export const GreenNote = ({ green }: { green: NonNullable<Pipeline['timeToGreen']> }) => {
  const styles = useStyles2(tableStyles);
  const { medianMs, breakages, beforeMs } = green;
  return (
    <div
      className={styles.weak}
      title="From the end of the first run of the default branch that failed to the end of the next that succeeded"
      data-testid="pipeline-green"
    >
      green again in {duration(medianMs)} {breakages === 1 ? '(once)' : `(median of ${count(breakages)})`}{' '}
      <Slower now={medianMs} before={beforeMs} />
    </div>
  );
};
