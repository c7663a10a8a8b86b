import { cx } from '@emotion/css';
import { Button, useStyles2 } from '@grafana/ui';
import type { Team } from '@summit/contracts';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { count } from '../../../shared/time/format';
import { PageLink } from '../../../shared/ui/PageLink';
import { tableStyles } from '../../../shared/ui/tableStyles';

interface Props {
  teams: readonly Team[];
  /** The row that the keys are on. */
  row: number;
  mayChange: boolean;
  change: (team: Team) => void;
  remove: (team: Team) => void;
}

const SHOWN = 5;

/** Each team with what it is said to own, and what of that is known. */
export const TeamTable = ({ teams, row, mayChange, change, remove }: Props) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Teams">
        <thead>
          <tr>
            <th>Team</th>
            <th>Said to own</th>
            <th>Known now</th>
            <th className={styles.wide}>Changed</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {teams.map((team, index) => (
            <tr
              key={team.name}
              className={index === row ? styles.current : undefined}
              aria-current={index === row || undefined}
              data-testid="team"
            >
              <td className={styles.strong}>{team.name}</td>
              <td>
                {team.repositories.slice(0, SHOWN).map((pattern) => (
                  <div key={pattern} className={cx(styles.mono, styles.clamped)}>
                    {pattern}
                  </div>
                ))}
                {team.repositories.length > SHOWN && (
                  <div className={styles.weak}>and {count(team.repositories.length - SHOWN)} more</div>
                )}
              </td>
              <td className={styles.rest}>
                <Known team={team} />
              </td>
              <td className={styles.wide}>
                <Ago time={team.updatedAt} />
              </td>
              <td>
                <PageLink
                  size="sm"
                  variant="secondary"
                  fill="text"
                  href={`${appRoutes.dora()}?${new URLSearchParams({ team: team.name }).toString()}`}
                >
                  DORA
                </PageLink>
                {mayChange && (
                  <>
                    <Button size="sm" variant="secondary" fill="text" onClick={() => change(team)}>
                      Change
                    </Button>
                    <Button size="sm" variant="destructive" fill="text" onClick={() => remove(team)}>
                      Remove
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Known = ({ team: { matches, matchesTotal } }: { team: Team }) => {
  const styles = useStyles2(tableStyles);
  if (matchesTotal === 0)
    return <span className={styles.weak}>none: nothing was reported of such a repository yet</span>;
  return (
    <div className={styles.clamped} title={matches.join('\n')}>
      {count(matchesTotal)}: {matches.slice(0, SHOWN).join(', ')}
      {matchesTotal > SHOWN && '…'}
    </div>
  );
};
