import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RunDetail } from '@summit/contracts';
import { Copyable } from '../../../../shared/ui/Copyable';
import { Nothing } from '../../../../shared/ui/states';

/** Where there is no log yet: why, and the command that sends one. */
export const NoLog = ({ run, job }: { run: RunDetail; job?: string }) => {
  const styles = useStyles2(getStyles);
  return (
    <Nothing message={job === undefined ? 'No log of this run was sent' : `No log of ${job} was sent`}>
      <p>
        {run.status === 'completed'
          ? 'CI systems do not send logs with their webhooks: a job sends its own, and it can still be done now.'
          : 'CI systems do not send logs with their webhooks: a job sends its own while it runs, and it appears here as it is written.'}
      </p>
      <div className={styles.command}>
        <Copyable text={logCommand(run.id, job)} label="the command that sends a log" block />
      </div>
      <p className={styles.weak}>SUMMIT_URL is the bridge, SUMMIT_TOKEN a token with the scope ingest.</p>
    </Nothing>
  );
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Sends what a command writes, as it writes it. */
export const logCommand = (runId: string, job = 'test'): string =>
  `npm test 2>&1 | node summit.js log --run ${runId} --job ${quoted(job)}`;

const getStyles = (theme: GrafanaTheme2) => ({
  command: css({ margin: theme.spacing(2, 0), textAlign: 'left' }),
  weak: css({ color: theme.colors.text.secondary }),
});
