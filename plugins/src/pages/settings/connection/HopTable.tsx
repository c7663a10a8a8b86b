import { Badge, useStyles2 } from '@grafana/ui';
import type { DoctorHop } from '@summit/contracts';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { duration } from '../../../shared/time/format';

const looks = {
  ok: { color: 'green', icon: 'check-circle', text: 'OK' },
  warning: { color: 'orange', icon: 'exclamation-triangle', text: 'Warning' },
  failed: { color: 'red', icon: 'times-circle', text: 'Failed' },
  skipped: { color: 'darkgrey', icon: 'circle', text: 'Not set up' },
} as const;

/** Each hop with how it went, how fast, what was tried and what to do. */
export const HopTable = ({ hops }: { hops: readonly DoctorHop[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Hops">
        <thead>
          <tr>
            <th>State</th>
            <th>Hop</th>
            <th className={styles.number}>Latency</th>
            <th>Version</th>
            <th>What was tried, and what to do</th>
          </tr>
        </thead>
        <tbody>
          {hops.map((hop) => (
            <tr key={hop.name} data-testid="hop" data-status={hop.status}>
              <td className={styles.whole}>
                <Badge {...looks[hop.status]} />
              </td>
              <td className={styles.strong}>{hop.name}</td>
              <td className={styles.number}>{hop.latencyMs === null ? '–' : duration(hop.latencyMs)}</td>
              <td>{hop.version ?? '–'}</td>
              <td>
                {hop.advice}
                <div className={styles.weak}>{hop.tried}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
