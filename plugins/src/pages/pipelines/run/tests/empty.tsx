import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { RunDetail } from '@summit/contracts';
import { Copyable } from '../../../../shared/ui/Copyable';
import { Nothing } from '../../../../shared/ui/states';

export const NoMatch = ({ clear }: { clear: () => void }) => (
  <Nothing message="No test matches these filters">
    <Button variant="secondary" onClick={clear}>
      Clear filters
    </Button>
  </Nothing>
);

/** The command that uploads a report of this run, from a job of it or from anywhere else. */
const uploadCommand = (runId: string): string =>
  `curl --fail -H "Authorization: Bearer $SUMMIT_TOKEN" --data-binary @junit.xml \\
  "$SUMMIT_URL/api/v1/runs/${encodeURIComponent(runId)}/reports?job=test"`;

export const NoReport = ({ run }: { run: RunDetail }) => {
  const styles = useStyles2(getStyles);
  return (
    <Nothing message="No report of tests was uploaded for this run">
      <p>
        {run.status === 'completed'
          ? 'A job uploads what its test runner wrote, and it can still be done now: JUnit and most other formats are read.'
          : 'Tests appear here as soon as a job uploads what its test runner wrote: JUnit and most other formats are read.'}
      </p>
      <div className={styles.command}>
        <Copyable text={uploadCommand(run.id)} label="the command that uploads a report" block />
      </div>
      <p className={styles.weak}>SUMMIT_URL is the bridge, SUMMIT_TOKEN a token with the scope ingest.</p>
    </Nothing>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  command: css({ margin: theme.spacing(2, 0), textAlign: 'left' }),
  weak: css({ color: theme.colors.text.secondary }),
});
