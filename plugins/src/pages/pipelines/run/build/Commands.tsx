import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RunCommand, RunCommands } from '@summit/contracts';
import { CsvButton } from '../../../../shared/csv/CsvButton';
import type { Column } from '../../../../shared/csv/csv';
import { count, duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { bytesText } from '../../../../shared/size/format';
import { coresText, endText, processorMs } from './commandTexts';

const columns: readonly Column<RunCommand>[] = [
  { head: 'name', value: ({ name }) => name },
  { head: 'job', value: ({ job }) => job },
  { head: 'started_at', value: ({ startedAt }) => startedAt },
  { head: 'wall_ms', value: ({ wallMs }) => wallMs },
  { head: 'user_ms', value: ({ userMs }) => userMs },
  { head: 'system_ms', value: ({ systemMs }) => systemMs },
  { head: 'cores', value: ({ cores }) => cores },
  { head: 'max_rss_bytes', value: ({ maxRssBytes }) => maxRssBytes },
  { head: 'exit_code', value: ({ exitCode }) => exitCode },
  { head: 'signal', value: ({ signal }) => signal },
];

/** What did each command of the jobs take: time, cores, memory? */
export const Commands = ({ data }: { data: RunCommands }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const longest = Math.max(1, ...data.items.map(({ wallMs }) => wallMs));
  return (
    <section aria-label="Commands" className={own.section}>
      <div className={own.head}>
        <h4>Commands</h4>
        <CsvButton name="commands" columns={columns} rows={() => Promise.resolve(data.items)} />
      </div>
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Commands">
          <thead>
            <tr>
              <th>Command</th>
              <th className={styles.wide}>Job</th>
              <th className={styles.number}>Time</th>
              <th className={cx(styles.number, styles.wide)}>Processor time</th>
              <th className={styles.number}>Cores used</th>
              <th className={styles.number}>Peak memory</th>
              <th className={styles.wide}>End</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((command) => (
              <tr key={command.id} data-testid="command-row">
                <td className={own.name}>
                  <span className={styles.mono}>{command.name}</span>
                  {command.job !== '' && <div className={cx(styles.weak, styles.narrow)}>{command.job}</div>}
                  {endText(command) !== 'exit 0' && (
                    <div className={cx(styles.weak, styles.narrow)}>{endText(command)}</div>
                  )}
                  <div className={own.bar} style={{ width: `${(command.wallMs / longest) * 100}%` }} aria-hidden />
                </td>
                <td className={cx(styles.wide, own.name)}>{command.job === '' ? '–' : command.job}</td>
                <td className={styles.number}>{duration(command.wallMs)}</td>
                <td className={cx(styles.number, styles.wide)}>{processorText(command)}</td>
                <td className={styles.number}>{coresText(command.cores)}</td>
                <td className={styles.number}>{bytesText(command.maxRssBytes)}</td>
                <td className={cx(styles.wide, endText(command) === 'exit 0' ? styles.weak : own.failed)}>
                  {endText(command)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.weak}>
        {data.items.length < data.total && `The first ${count(data.items.length)} of ${count(data.total)}. `}
        Cores used are processor time by time: about 1 is a single thread, and below it the command waited, for the disk
        or the network. Peak memory is that of its largest process. Only Linux tells either.
      </p>
    </section>
  );
};

const processorText = (command: RunCommand): string => {
  const ms = processorMs(command);
  return ms === null ? '–' : duration(ms);
};

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(2) }),
  head: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    marginBottom: theme.spacing(0.5),
  }),
  name: css({ overflowWrap: 'anywhere' }),
  failed: css({ color: theme.colors.error.text }),
  bar: css({ height: 4, minWidth: 1, marginTop: 2, background: theme.colors.primary.main }),
});
