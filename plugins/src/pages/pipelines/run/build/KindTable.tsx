import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { BuildKind } from '@summit/contracts';
import { count, duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';

/** Time by kind of work: a bar is a share of the longest. */
export const KindTable = ({ kinds }: { kinds: readonly BuildKind[] }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const longest = Math.max(1, ...kinds.map(({ durationMs }) => durationMs));
  return (
    <section aria-label="Time by kind">
      <h4>Time by kind</h4>
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Time by kind">
          <thead>
            <tr>
              <th>Kind</th>
              <th className={styles.number}>Units</th>
              <th className={styles.number}>Time</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map(({ kind, count: units, durationMs }) => (
              <tr key={kind} data-testid="kind-row">
                <td className={own.kind}>
                  {kind}
                  <div className={own.bar} style={{ width: `${(durationMs / longest) * 100}%` }} aria-hidden />
                </td>
                <td className={styles.number}>{count(units)}</td>
                <td className={styles.number}>{duration(durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={cx(styles.weak, own.note)}>
        Units run beside each other and may lie in each other: sums may be more than the build took.
      </p>
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  kind: css({ overflowWrap: 'anywhere' }),
  bar: css({ height: 4, minWidth: 1, marginTop: 2, background: theme.colors.primary.main }),
  note: css({ marginTop: theme.spacing(0.5) }),
});
