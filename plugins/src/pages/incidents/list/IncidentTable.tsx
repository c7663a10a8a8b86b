import { useStyles2 } from '@grafana/ui';
import type { Incident } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { SeverityBadge, StateBadge } from '../looks/looks';
import { Timer } from '../looks/Timer';

/** Incidents, newest first. `row` is the one the keys are on. */
export const IncidentTable = ({ incidents, row }: { incidents: readonly Incident[]; row: number }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Incidents">
        <thead>
          <tr>
            <th>Severity</th>
            <th>Incident</th>
            <th>State</th>
            <th className={styles.number}>Lasts</th>
            <th className={styles.number}>Alerts</th>
            <th>Who acts</th>
            <th>Opened</th>
          </tr>
        </thead>
        <tbody>
          {incidents.map((incident, index) => (
            <tr
              key={incident.id}
              className={index === row ? styles.current : undefined}
              aria-current={index === row || undefined}
              data-testid="incident-row"
              data-incident={incident.id}
            >
              <td>
                <SeverityBadge severity={incident.severity} />
              </td>
              <td>
                <Link to={appRoutes.incident(incident.id)} className={styles.strong}>
                  {incident.title}
                </Link>
                <div className={styles.weak}>{incident.affectedServices.join(', ')}</div>
              </td>
              <td>
                <StateBadge status={incident.status} />
              </td>
              <td className={styles.number}>
                <Timer incident={incident} />
              </td>
              <td className={styles.number}>{incident.relatedAlerts.length}</td>
              <td>{incident.assignedTo ?? '–'}</td>
              <td>
                <Ago time={incident.createdAt} />
                <div className={styles.weak}>by {incident.createdBy}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
