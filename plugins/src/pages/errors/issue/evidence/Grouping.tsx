import { useStyles2 } from '@grafana/ui';
import type { IssueDetail } from '@summit/contracts';
import { tableStyles } from '../../../../shared/ui/tableStyles';

/** Why these events are one issue. */
export const Grouping = ({ grouping }: { grouping: IssueDetail['grouping'] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div>
      <p>Events are one issue when all of these are equal, in this order:</p>
      <ol className={styles.mono}>
        {grouping.parts.map((part, index) => (
          <li key={index}>{part}</li>
        ))}
      </ol>
      <p className={styles.weak}>
        Algorithm {grouping.algorithm}, hash <span className={styles.mono}>{grouping.hash}</span>. An SDK can decide it
        itself by sending a fingerprint.
      </p>
    </div>
  );
};
