import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { DeploymentDetail } from '@summit/contracts';
import { Ago } from '../../../../shared/time/Ago';
import { count, duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { ChangeTitle } from '../../ChangeTitle';
import { shipmentWords } from '../../confidence';
import { ConfidenceTag } from '../../ConfidenceTag';
import { Section } from './Section';

/** Why nothing is listed. */
const nothing = ({ state, delivery }: DeploymentDetail): string => {
  if (delivery?.kind === 'rollback') return 'Nothing new: it went back to a commit that ran here before.';
  if (delivery) return 'Nothing that was not here before, or nothing is known of its commits.';
  return state === 'success' ? 'Being worked out…' : 'Only what succeeds ships something.';
};

/** The changes, and commits without one, that a deployment was the first to bring to its environment. */
export const Shipped = ({ deployment }: { deployment: DeploymentDetail }) => {
  const styles = useStyles2(tableStyles);
  const { shipped: rows, delivery } = deployment;
  return (
    <Section title="What it shipped">
      {rows.length === 0 && <p className={styles.weak}>{nothing(deployment)}</p>}
      {rows.length > 0 && (
        <div className={styles.wrap}>
          <table className={styles.table} aria-label="What it shipped">
            <thead>
              <tr>
                <th>Change</th>
                <th className={styles.wide}>Author</th>
                <th>Landed</th>
                <th className={styles.number}>From first commit</th>
                <th>Link</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((change) => (
                <tr key={`${change.number ?? ''} ${change.commit}`} data-testid="shipped-row">
                  <td className={styles.rest}>
                    <div className={styles.clamped}>
                      <ChangeTitle change={change} />
                    </div>
                    {change.author && <div className={cx(styles.weak, styles.narrow)}>by {change.author.name}</div>}
                  </td>
                  <td className={styles.wide}>{change.author?.name ?? '–'}</td>
                  <td>
                    <Ago time={change.landedAt} />
                  </td>
                  <td className={styles.number}>{duration(change.leadTimeMs.first_commit)}</td>
                  <td>
                    <ConfidenceTag words={shipmentWords[change.confidence]} sure={change.confidence === 'exact'} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {delivery && delivery.shipped > rows.length && (
        <p className={styles.weak}>
          The {rows.length} that landed last, of {count(delivery.shipped)}.
        </p>
      )}
    </Section>
  );
};
