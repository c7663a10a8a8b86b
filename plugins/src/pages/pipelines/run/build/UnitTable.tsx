import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { BuildUnit, RunProfile } from '@summit/contracts';
import { useState } from 'react';
import { CsvButton } from '../../../../shared/csv/CsvButton';
import type { Column } from '../../../../shared/csv/csv';
import { count, duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';

/** Who looks for what is slow finds it among these. */
const FIRST = 25;

const columns: readonly Column<BuildUnit>[] = [
  { head: 'name', value: ({ name }) => name },
  { head: 'kind', value: ({ kind }) => kind },
  { head: 'start_ms', value: ({ startMs }) => startMs },
  { head: 'duration_ms', value: ({ durationMs }) => durationMs },
];

/** The slowest units of a build, and how many more there were. */
export const UnitTable = ({ profile: { units, unitCount, tool } }: { profile: RunProfile }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const shown = all ? units : units.slice(0, FIRST);
  const longest = Math.max(1, units[0]?.durationMs ?? 0);
  return (
    <section aria-label="Slowest units">
      <div className={own.head}>
        <h4>Slowest</h4>
        <CsvButton name={`${tool}-units`} columns={columns} rows={() => Promise.resolve(units)} />
      </div>
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Slowest units">
          <thead>
            <tr>
              <th>Unit</th>
              <th className={styles.wide}>Kind</th>
              <th className={cx(styles.number, styles.wide)}>Start</th>
              <th className={styles.number}>Duration</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, kind, startMs, durationMs }, index) => (
              <tr key={index} data-testid="unit-row">
                <td className={own.unit}>
                  <span className={styles.mono}>{name}</span>
                  <div className={cx(styles.weak, styles.narrow)}>{kind}</div>
                  <div className={own.bar} style={{ width: `${(durationMs / longest) * 100}%` }} aria-hidden />
                </td>
                <td className={cx(styles.wide, own.kind)}>{kind}</td>
                <td className={cx(styles.number, styles.wide)}>
                  {startMs === undefined ? '–' : `+${duration(startMs)}`}
                </td>
                <td className={styles.number}>{duration(durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.weak} data-testid="unit-count">
        {shown.length < unitCount
          ? `${count(shown.length)} of ${count(unitCount)}`
          : `all ${count(unitCount)} that ${tool} told of`}
        {units.length < unitCount && `; the ${count(units.length)} slowest are kept`}
      </p>
      {shown.length < units.length && (
        <Button variant="secondary" size="sm" onClick={() => setAll(true)}>
          Show {count(units.length)}
        </Button>
      )}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    marginBottom: theme.spacing(0.5),
  }),
  unit: css({ overflowWrap: 'anywhere' }),
  kind: css({ overflowWrap: 'anywhere' }),
  bar: css({ height: 4, minWidth: 1, marginTop: 2, background: theme.colors.primary.main }),
});
