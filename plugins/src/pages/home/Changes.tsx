import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { DoraChange, OpenChange, SuspectedIssue } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../shared/appRoutes';
import { Status } from '../../shared/status/Status';
import { Ago } from '../../shared/time/Ago';
import { count, duration } from '../../shared/time/format';
import { tableStyles } from '../../shared/ui/tableStyles';
import { safeUrl } from '../../shared/url/safeUrl';
import { Section } from './Section';

const Named = ({ change }: { change: Pick<OpenChange, 'number' | 'title' | 'url'> }) => {
  const url = safeUrl(change.url);
  const name = `#${change.number} ${change.title ?? ''}`;
  return url ? (
    <a href={url} target="_blank" rel="noreferrer">
      {name}
    </a>
  ) : (
    <span>{name}</span>
  );
};

/** Open pull requests and what CI says of them. */
export const OpenChanges = ({ changes }: { changes: readonly OpenChange[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <Section title="Pull requests" of={changes.length} empty="No pull or merge request of yours is open.">
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Pull requests">
          <tbody>
            {changes.map((change) => (
              <tr key={`${change.repository}#${change.number}`} data-testid="home-change">
                <td>
                  {change.run ? (
                    <Status status={change.run.displayStatus} />
                  ) : (
                    <span className={styles.weak}>no run</span>
                  )}
                </td>
                <td className={styles.rest} style={{ width: '100%' }}>
                  <div className={styles.clamped}>
                    <Named change={change} />
                  </div>
                  <div className={styles.weak}>{change.repository}</div>
                </td>
                <td className={styles.number}>
                  {change.run && (
                    <Link to={appRoutes.run(change.run.id)}>{`${change.run.name} #${change.run.number}`}</Link>
                  )}
                  <div className={styles.weak}>{change.createdAt && <Ago time={change.createdAt} />}</div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};

/** How sure it is that the change did it. */
const company = (among: number): string =>
  among === 0 ? 'it came alone' : `it came with ${count(among)} other ${among === 1 ? 'change' : 'changes'}`;

/** Errors that began with a deployment of the person's changes. */
export const Suspected = ({ issues }: { issues: readonly SuspectedIssue[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <Section
      title="Errors since your changes"
      of={issues.length}
      empty="No unresolved error began with a release that brought something of yours."
    >
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Errors since your changes">
          <tbody>
            {issues.map(({ issue, change, among }) => (
              <tr key={issue.id} data-testid="home-issue">
                <td className={styles.rest} style={{ width: '100%' }}>
                  <Link to={appRoutes.issue(issue.id)} className={cx(styles.strong, styles.clamped)}>
                    {issue.title}
                  </Link>
                  <div className={cx(styles.weak, styles.clamped)}>
                    {issue.shortId} · with{' '}
                    <Link to={appRoutes.deployment(change.deploymentId)}>
                      {change.number === null ? change.title : `#${change.number} ${change.title}`}
                    </Link>
                    , {company(among)}
                  </div>
                </td>
                <td className={styles.number}>
                  {count(issue.count)} {issue.count === 1 ? 'event' : 'events'}
                  <div className={styles.weak}>
                    <Ago time={issue.lastSeen} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};

/** What of the person's reached production. */
export const ShippedChanges = ({ changes }: { changes: readonly DoraChange[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <Section title="Shipped" of={changes.length} empty="Nothing of yours reached production in the last two weeks.">
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Shipped">
          <tbody>
            {changes.map((change) => (
              <tr key={`${change.deploymentId} ${change.number ?? change.commit}`} data-testid="home-shipped">
                <td className={styles.rest} style={{ width: '100%' }}>
                  <Link to={appRoutes.deployment(change.deploymentId)} className={styles.clamped}>
                    {change.number === null ? change.commit.slice(0, 7) : `#${change.number}`} {change.title}
                  </Link>
                  <div className={styles.weak}>
                    {change.repository} · {change.environment}
                  </div>
                </td>
                <td className={styles.number}>
                  <Ago time={change.deployedAt} />
                  <div className={styles.weak}>{duration(change.leadTimeMs.merged)} after it landed</div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};
