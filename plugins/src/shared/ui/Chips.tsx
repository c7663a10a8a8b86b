import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { EntityLink } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../appRoutes';
import { DeploymentStatus } from '../status/DeploymentStatus';
import { Status } from '../status/Status';
import { isDisplayStatus } from '../status/status';
import { Ago } from '../time/Ago';
import { safeUrl } from '../url/safeUrl';
import { shortRelease } from './release';

const icons: Readonly<Record<EntityLink['kind'], IconName>> = {
  commit: 'code-branch',
  change: 'arrow-right',
  run: 'sitemap',
  deployment: 'rocket',
  release: 'tag-alt',
  issue: 'bug',
  incident: 'fire',
  alert: 'bell',
  environment: 'cloud',
  service: 'cube',
  repository: 'book',
};

/** The page of an entity in this app, where it has one. */
function pageOf({ kind, id }: EntityLink): string | null {
  if (kind === 'run') return appRoutes.run(id);
  if (kind === 'deployment') return appRoutes.deployment(id);
  if (kind === 'issue') return appRoutes.issue(id);
  return kind === 'incident' ? appRoutes.incident(id) : null;
}

/** Deployments have words of their own for the states that runs have. */
const State = ({ kind, state }: { kind: EntityLink['kind']; state: string }) => {
  const styles = useStyles2(getStyles);
  if (kind === 'deployment') return <DeploymentStatus state={state} compact />;
  return isDisplayStatus(state) ? <Status status={state} compact /> : <span className={styles.state}>{state}</span>;
};

const Chip = ({ link }: { link: EntityLink }) => {
  const styles = useStyles2(getStyles);
  const page = pageOf(link);
  const outside = safeUrl(link.url);
  const inside = (
    <>
      <Icon name={icons[link.kind]} size="sm" aria-hidden />
      <span className={styles.title} title={link.title}>
        {link.kind === 'release' ? shortRelease(link.title) : link.title}
      </span>
      {link.state !== null && <State kind={link.kind} state={link.state} />}
      {link.at !== null && (
        <span className={styles.state}>
          <Ago time={link.at} />
        </span>
      )}
    </>
  );
  const label = `${link.kind}: ${link.title}`;
  if (page)
    return (
      <Link to={page} className={styles.chip} aria-label={label}>
        {inside}
      </Link>
    );
  if (outside)
    return (
      <a href={outside} target="_blank" rel="noreferrer" className={styles.chip} aria-label={label}>
        {inside}
      </a>
    );
  return (
    <span className={styles.chip} aria-label={label}>
      {inside}
    </span>
  );
};

const Strip = ({ label, links, none }: { label: string; links: readonly EntityLink[]; none: string | undefined }) => {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.strip} data-testid={label.replace(' ', '-')}>
      <span className={styles.state}>{label}:</span>
      {links.length === 0 && <span className={styles.none}>{none}</span>}
      {links.map((link) => (
        <Chip key={`${link.kind}/${link.id}`} link={link} />
      ))}
    </div>
  );
};

interface GraphProps {
  ledHere: readonly EntityLink[];
  followed: readonly EntityLink[];
  /** What was looked for and is not there; a side without such words is left out while it is empty. */
  nothingLed?: string;
  nothingFollowed?: string;
}

/** What led to an entity and what followed from it, each a chip with state and age. */
export const GraphStrip = ({ ledHere, followed, nothingLed, nothingFollowed }: GraphProps) => (
  <div>
    {(ledHere.length > 0 || nothingLed) && <Strip label="led here" links={ledHere} none={nothingLed} />}
    {(followed.length > 0 || nothingFollowed) && <Strip label="followed" links={followed} none={nothingFollowed} />}
  </div>
);

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    padding: theme.spacing(0.25, 0),
  }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    maxWidth: 340,
    padding: theme.spacing(0.25, 1),
    borderRadius: theme.shape.radius.pill,
    border: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  none: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  title: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  state: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
  }),
});
