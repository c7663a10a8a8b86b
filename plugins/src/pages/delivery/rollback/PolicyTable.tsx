import { cx } from '@emotion/css';
import { Badge, Button, useStyles2 } from '@grafana/ui';
import type { RollbackDecision, RollbackPolicy } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { actionWords, answerWords, conditionWords, decisionWords, modeOf } from './words';

interface Props {
  policies: readonly RollbackPolicy[];
  /** The one whose removal can still be undone. */
  leaving: string | undefined;
  mayChange: boolean;
  change: (policy: RollbackPolicy) => void;
  rotate: (policy: RollbackPolicy) => void;
  remove: (policy: RollbackPolicy) => void;
}

const looks = {
  off: { color: 'darkgrey', icon: 'pause' },
  'dry run': { color: 'blue', icon: 'eye' },
  acts: { color: 'orange', icon: 'bolt' },
} as const;

/** Each policy with what it looked at last and what it decided. */
export const PolicyTable = ({ policies, leaving, mayChange, change, rotate, remove }: Props) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Rollback policies">
        <thead>
          <tr>
            <th>Place</th>
            <th>Mode</th>
            <th>Rolls back on</th>
            <th>Last looked at</th>
            <th>Decisions</th>
            {mayChange && <th />}
          </tr>
        </thead>
        <tbody>
          {policies
            .filter(({ id }) => id !== leaving)
            .map((policy) => (
              <tr key={policy.id} data-testid="policy" data-policy={policy.id}>
                <td>
                  <div className={cx(styles.strong, styles.clamped)}>{policy.repository}</div>
                  <div className={styles.weak}>{policy.environment}</div>
                  <div className={cx(styles.weak, styles.clamped)}>{actionWords(policy)}</div>
                </td>
                <td>
                  <Badge {...looks[modeOf(policy)]} text={modeOf(policy)} />
                </td>
                <td>
                  {conditionWords(policy.conditions).map((words) => (
                    <div key={words}>{words}</div>
                  ))}
                  <div className={styles.weak}>within {policy.windowMinutes} minutes</div>
                </td>
                <td>
                  <Checked policy={policy} />
                </td>
                <td className={styles.rest}>
                  {policy.decisions.length === 0 && <span className={styles.weak}>none yet</span>}
                  {policy.decisions.map((decision) => (
                    <Decision key={decision.id} decision={decision} />
                  ))}
                </td>
                {mayChange && (
                  <td>
                    <Button size="sm" variant="secondary" fill="text" onClick={() => change(policy)}>
                      Change
                    </Button>
                    {policy.action.kind === 'webhook' && (
                      <Button
                        size="sm"
                        variant="secondary"
                        fill="text"
                        title="The one before signs no more, from its next call on"
                        onClick={() => rotate(policy)}
                      >
                        New secret
                      </Button>
                    )}
                    <Button size="sm" variant="destructive" fill="text" onClick={() => remove(policy)}>
                      Remove
                    </Button>
                  </td>
                )}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
};

const Checked = ({ policy: { checked } }: { policy: RollbackPolicy }) => {
  const styles = useStyles2(tableStyles);
  if (!checked) return <span className={styles.weak}>not yet</span>;
  return (
    <>
      {checked.deploymentId === null ? (
        'no deployment'
      ) : (
        <Link to={appRoutes.deployment(checked.deploymentId)}>its newest deployment</Link>
      )}
      <div className={styles.weak}>
        {checked.reason}, <Ago time={checked.at} />
      </div>
    </>
  );
};

const Decision = ({ decision }: { decision: RollbackDecision }) => {
  const styles = useStyles2(tableStyles);
  const name = decision.commit?.slice(0, 7) ?? decision.deploymentId;
  const link = <Link to={appRoutes.deployment(decision.deploymentId)}>{name}</Link>;
  return (
    <div data-testid="decision" data-state={decision.state}>
      <div className={styles.clamped}>
        {decisionWords(decision)} {link} because of {decision.reasons.join('; ')}
      </div>
      <div className={styles.weak}>
        <Ago time={decision.decidedAt} />, {answerWords(decision)};{' '}
        <Link to={appRoutes.deployment(decision.previousId)}>what ran before</Link>
        {decision.evidence.newIssues.slice(0, 3).map((issue) => (
          <span key={issue.id}>
            , <Link to={appRoutes.issue(issue.id)}>{issue.shortId}</Link>
          </span>
        ))}
      </div>
    </div>
  );
};
