import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, TagList, useStyles2 } from '@grafana/ui';
import type { Alert } from '@summit/contracts';
import { Ago } from '../../../shared/time/Ago';
import { OutsideLink } from '../../../shared/ui/PageLink';
import { safeUrl } from '../../../shared/url/safeUrl';

const One = ({ alert }: { alert: Alert }) => {
  const styles = useStyles2(getStyles);
  const rule = safeUrl(alert.generatorURL);
  const firing = alert.status === 'firing';
  const summary = alert.annotations['summary'] ?? alert.description;
  return (
    <li className={styles.alert} data-testid="alert">
      <div className={styles.head}>
        <Badge
          color={firing ? 'red' : 'green'}
          icon={firing ? 'fire' : 'check-circle'}
          text={firing ? 'Firing' : 'Resolved'}
        />
        <strong>{alert.name}</strong>
        <span className={styles.weak}>
          since <Ago time={alert.startsAt} />
        </span>
      </div>
      {summary && <p className={styles.text}>{summary}</p>}
      {alert.value && <p className={styles.weak}>value {alert.value}</p>}
      <TagList tags={Object.entries(alert.labels).map(([name, value]) => `${name}=${value}`)} className={styles.tags} />
      {rule && (
        <OutsideLink href={rule} size="sm" variant="secondary" fill="text" icon="external-link-alt">
          Alert rule
        </OutsideLink>
      )}
    </li>
  );
};

/** The alerts of an incident, what still fires first. */
export const AlertList = ({ alerts }: { alerts: readonly Alert[] }) => {
  const styles = useStyles2(getStyles);
  if (alerts.length === 0) return <p className={styles.weak}>No alert belongs to this incident.</p>;
  const rank = ({ status }: Alert) => (status === 'firing' ? 0 : 1);
  return (
    <ul className={styles.list}>
      {[...alerts]
        .sort((a, b) => rank(a) - rank(b) || b.startsAt.localeCompare(a.startsAt))
        .map((alert) => (
          <One key={alert.id} alert={alert} />
        ))}
    </ul>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: 0, padding: 0, listStyle: 'none' }),
  alert: css({ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  text: css({ margin: theme.spacing(0.5, 0), overflowWrap: 'anywhere' }),
  weak: css({ margin: 0, color: theme.colors.text.secondary }),
  tags: css({ justifyContent: 'flex-start', marginTop: theme.spacing(0.5) }),
});
