import { css, cx } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import type { BackfillRepository } from '@summit/contracts';
import { count } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { fetched, comesLate, logWords, plural, shareOf, stateWords } from './progress';

const TOO_OLD =
  'They ended before the windows of Tempo, Loki and Mimir begin (EXPORT_MAX_AGE_HOURS): the bridge keeps and shows them, traces and metrics have none of them.';

/** What was fetched of each repository, how far it is, and what is in its way. */
export const RepositoryTable = ({
  repositories,
  label,
}: {
  repositories: readonly BackfillRepository[];
  label: string;
}) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th>{label}</th>
            <th>Progress</th>
            <th>Fetched</th>
            <th className={styles.wide}>Back to</th>
          </tr>
        </thead>
        <tbody>
          {repositories.map((repository) => (
            <tr key={repository.name} data-testid="source-repository" data-repository={repository.name}>
              <td className={styles.strong}>
                {repository.fullName ?? repository.name}
                {repository.fullName !== null && repository.fullName !== repository.name && (
                  <div className={styles.weak}>asked for as {repository.name}</div>
                )}
              </td>
              <td>
                <Bar repository={repository} />
              </td>
              <td>
                {fetched(repository)}
                <Logs logs={repository.logs} />
                {repository.tooOld > 0 && (
                  <Tooltip content={TOO_OLD}>
                    <div className={styles.weak} tabIndex={0}>
                      {count(repository.tooOld)} imported, too old for Tempo <Icon name="info-circle" size="sm" />
                    </div>
                  </Tooltip>
                )}
                <Trouble repository={repository} />
              </td>
              <td className={cx(styles.wide, styles.whole)}>
                {repository.oldestAt === null ? '–' : dateTimeFormat(repository.oldestAt, { format: 'YYYY-MM-DD' })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const LEFT_OUT = 'Left out: logs that were there already, that are older than was asked for, or larger.';

const Logs = ({ logs }: Pick<BackfillRepository, 'logs'>) => {
  const styles = useStyles2(tableStyles);
  const said = logWords(logs);
  if (said === null) return null;
  return (
    <div className={styles.weak} data-testid="repository-logs">
      {said}
      {logs.skipped > 0 && (
        <Tooltip content={LEFT_OUT}>
          <span tabIndex={0} aria-label={LEFT_OUT}>
            {' '}
            <Icon name="info-circle" size="sm" />
          </span>
        </Tooltip>
      )}
    </div>
  );
};

const icons = {
  waiting: { name: 'clock-nine', tone: 'quiet' },
  importing: { name: 'cloud-download', tone: 'moving' },
  repairing: { name: 'search', tone: 'moving' },
  done: { name: 'check', tone: 'good' },
  failed: { name: 'times', tone: 'bad' },
} as const;

const Bar = ({ repository }: { repository: BackfillRepository }) => {
  const styles = useStyles2(getStyles);
  const share = shareOf(repository);
  const percent = share === null ? undefined : Math.floor(share * 100);
  const icon = comesLate(repository) ? icons.importing : icons[repository.state];
  const moves = repository.state === 'importing' || repository.state === 'repairing';
  return (
    <div className={styles.progress}>
      {moves && (
        <div
          className={styles.track}
          role="progressbar"
          aria-label={`Progress of ${repository.name}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <div className={styles.fill} style={{ width: percent === undefined ? '30%' : `${percent}%` }} />
        </div>
      )}
      <span data-testid="repository-state">
        <Icon name={icon.name} className={styles[icon.tone]} /> {stateWords(repository)}
      </span>
      {moves && repository.remaining !== null && (
        <span className={styles.weak}>{plural(repository.remaining, 'run')} left</span>
      )}
    </div>
  );
};

const Trouble = ({ repository: { error, retryAt, notes } }: { repository: BackfillRepository }) => {
  const styles = useStyles2(getStyles);
  return (
    <>
      {error !== null && (
        <div className={styles.error} data-testid="repository-error">
          <Icon name="exclamation-triangle" size="sm" /> {error}
          {retryAt !== null && ` Tried again at ${dateTimeFormat(retryAt, { format: 'HH:mm:ss' })}.`}
        </div>
      )}
      {notes.map((note) => (
        <div key={note} className={styles.note} data-testid="repository-note">
          <Icon name="info-circle" size="sm" /> {note}
        </div>
      ))}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  progress: css({ minWidth: 140, maxWidth: 260 }),
  track: css({
    height: theme.spacing(0.75),
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.border.medium,
    overflow: 'hidden',
    marginBottom: theme.spacing(0.5),
  }),
  fill: css({ height: '100%', background: theme.colors.primary.main }),
  weak: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    marginLeft: theme.spacing(1),
  }),
  quiet: css({ color: theme.colors.text.secondary }),
  moving: css({ color: theme.colors.info.text }),
  good: css({ color: theme.colors.success.text }),
  bad: css({ color: theme.colors.error.text }),
  error: css({ color: theme.colors.error.text, overflowWrap: 'anywhere' }),
  note: css({ color: theme.colors.warning.text, overflowWrap: 'anywhere' }),
});
