import { useStyles2 } from '@grafana/ui';
import type { DoraMetric } from '@summit/contracts';
import type { DoraData } from '../../../shared/dora/data';
import { formatValue, madeOf } from '../../../shared/dora/format';
import { metrics } from '../../../shared/dora/metrics';
import { tableStyles } from '../../../shared/ui/tableStyles';
import type { HrefOf } from './Tiles';
import { ValueLink } from './ValueLink';

interface Props {
  dora: Pick<DoraData, 'groups' | 'groupsTotal'>;
  shown: readonly DoraMetric[];
  hrefOf: HrefOf;
}

/** The metrics of each repository and environment, most deployments first. */
export const GroupTable = ({ dora: { groups, groupsTotal }, shown, hrefOf }: Props) => {
  const styles = useStyles2(tableStyles);
  return (
    <>
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="DORA metrics by repository and environment">
          <thead>
            <tr>
              <th>Repository</th>
              <th>Environment</th>
              {shown.map((metric) => (
                <th key={metric} className={styles.number} title={metrics[metric].title}>
                  {metrics[metric].short}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => {
              const { repository, environment } = group;
              return (
                <tr key={`${repository} ${environment}`} data-testid="dora-group">
                  <td>{repository}</td>
                  <td>{environment}</td>
                  {shown.map((metric) => {
                    const { value, n } = group[metric];
                    const text = formatValue(metrics[metric].unit, value);
                    const href = n > 0 ? hrefOf({ metric, repository, environment }) : undefined;
                    return (
                      <td key={metric} className={styles.number} title={madeOf(metric, n)}>
                        <ValueLink
                          href={href}
                          label={`${metrics[metric].title} of ${repository} in ${environment}: ${text}, ${madeOf(metric, n)}`}
                        >
                          {text}
                        </ValueLink>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {groupsTotal > groups.length && (
        <p className={styles.weak}>
          The {groups.length} with most deployments, of {groupsTotal}.
        </p>
      )}
    </>
  );
};
