import { useStyles2 } from '@grafana/ui';
import { duration } from '../../shared/time/format';
import { tableStyles } from '../../shared/ui/tableStyles';

/** How much of the way was waiting for people; nothing where it did not. */
export const ApprovalWait = ({ ms }: { ms: number | null }) => {
  const styles = useStyles2(tableStyles);
  return (
    ms !== null && (
      <div className={styles.weak} title="From the first request to the last approval">
        {duration(ms)} awaiting approval
      </div>
    )
  );
};
