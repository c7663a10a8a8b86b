import { useStyles2 } from '@grafana/ui';
import type { LatencyFigures } from '@summit/contracts';
import { count, delta } from '../../../../../shared/time/format';
import { tableStyles } from '../../../../../shared/ui/tableStyles';
import { latency } from './words';

/** Requests, median and 95th percentile before and after. */
export const LatencyTable = ({ before, after }: { before: LatencyFigures; after: LatencyFigures }) => {
  const styles = useStyles2(tableStyles);
  const rows = [
    { name: 'Median (p50)', of: 'p50' as const },
    { name: '95th percentile (p95)', of: 'p95' as const },
  ];
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Latency before and after">
        <thead>
          <tr>
            <th>Figure</th>
            <th className={styles.number}>Before</th>
            <th className={styles.number}>After</th>
            <th>Change</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of }) => (
            <tr key={of} data-testid={`latency-${of}`}>
              <td className={styles.rest}>{name}</td>
              <td className={styles.number}>{latency(before[of])}</td>
              <td className={styles.number}>{latency(after[of])}</td>
              <td>{delta(after[of], before[of])}</td>
            </tr>
          ))}
          <tr>
            <td className={styles.rest}>Requests</td>
            <td className={styles.number}>{count(Math.round(before.requests))}</td>
            <td className={styles.number}>{count(Math.round(after.requests))}</td>
            <td>{delta(after.requests, before.requests)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
};
