import { useStyles2 } from '@grafana/ui';
import type { DoraTeams } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { ValueLink } from '../../../panels/dora';
import { appRoutes } from '../../../shared/appRoutes';
import { evidenceParams } from '../../../shared/dora/evidenceUrl';
import { formatValue, madeOf } from '../../../shared/dora/format';
import { metricNames, metrics } from '../../../shared/dora/metrics';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { withValues } from '../../../shared/url/useUrlState';

/** The page as it is, of one team alone; with the list of a number open where one is named. */
const hrefOf = (team: string, metric: string | null): string =>
  `${appRoutes.dora()}?${withValues(new URLSearchParams(window.location.search), {
    team,
    ...(metric === null ? {} : evidenceParams({ metric })),
  }).toString()}`;

/** The metrics of each team, by name: they are to be seen, not ranked. */
export const TeamTable = ({ teams }: { teams: DoraTeams['items'] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="DORA metrics by team">
        <thead>
          <tr>
            <th>Team</th>
            {metricNames.map((metric) => (
              <th key={metric} className={styles.number} title={metrics[metric].title}>
                {metrics[metric].short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {teams.map((row) => (
            <tr key={row.team} data-testid="dora-team">
              <td>
                <Link to={hrefOf(row.team, null)}>{row.team}</Link>
              </td>
              {metricNames.map((metric) => {
                const { value, n } = row[metric];
                const text = formatValue(metrics[metric].unit, value);
                return (
                  <td key={metric} className={styles.number} title={madeOf(metric, n)}>
                    <ValueLink
                      href={n > 0 ? hrefOf(row.team, metric) : undefined}
                      label={`${metrics[metric].title} of ${row.team}: ${text}, ${madeOf(metric, n)}`}
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
