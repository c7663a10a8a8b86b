import { dateTimeFormat } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Dora } from '@summit/contracts';
import type { HrefOf } from '../../../panels/dora';
import { ValueLink } from '../../../panels/dora';
import { formatValue, madeOf } from '../../../shared/dora/format';
import { metricNames, metrics } from '../../../shared/dora/metrics';
import { tableStyles } from '../../../shared/ui/tableStyles';

/** What the charts draw, in numbers, newest first. */
export const SeriesTable = ({ dora, hrefOf }: { dora: Dora; hrefOf: HrefOf }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label={`DORA metrics by ${dora.step}`}>
        <thead>
          <tr>
            <th>From</th>
            {metricNames.map((metric) => (
              <th key={metric} className={styles.number} title={metrics[metric].title}>
                {metrics[metric].short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {dora.series
            .map((step, index) => ({ step, until: dora.series[index + 1]?.at ?? dora.to }))
            .reverse()
            .map(({ step, until }) => (
              <tr key={step.at}>
                <td>{dateTimeFormat(step.at, { format: 'YYYY-MM-DD' })}</td>
                {metricNames.map((metric) => {
                  const { value, n } = step[metric];
                  const text = formatValue(metrics[metric].unit, value);
                  return (
                    <td key={metric} className={styles.number} title={madeOf(metric, n)}>
                      <ValueLink
                        href={n > 0 ? hrefOf({ metric, from: step.at, to: until }) : undefined}
                        label={`${metrics[metric].title}: ${text}, ${madeOf(metric, n)}`}
                      >
                        {text}
                      </ValueLink>
                    </td>
                  );
                })}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
};
