import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tag, useStyles2 } from '@grafana/ui';
import type { Incident } from '@summit/contracts';
import { Ago } from '../../../shared/time/Ago';
import { SeverityBadge, StateBadge } from '../looks/looks';
import { Timer } from '../looks/Timer';

/** The answer first: how grave, where it stands, since when, who acts. */
export const IncidentHeader = ({ incident }: { incident: Incident }) => {
  const styles = useStyles2(getStyles);
  return (
    <header data-testid="incident-facts">
      <div className={styles.facts}>
        <SeverityBadge severity={incident.severity} />
        <StateBadge status={incident.status} />
        <span>
          {incident.resolvedAt ? 'lasted' : 'for'} <Timer incident={incident} />
        </span>
        <span className={styles.weak}>
          opened <Ago time={incident.createdAt} /> by {incident.createdBy}
        </span>
        {incident.resolvedAt && (
          <span className={styles.weak}>
            resolved <Ago time={incident.resolvedAt} />
          </span>
        )}
        <span className={styles.weak}>
          {incident.assignedTo ? `${incident.assignedTo} acts` : 'nobody is assigned'}
        </span>
        {incident.affectedServices.map((service) => (
          <Tag key={service} name={service} />
        ))}
      </div>
      {incident.description && <p className={styles.text}>{incident.description}</p>}
    </header>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 2) }),
  weak: css({ color: theme.colors.text.secondary }),
  text: css({ margin: theme.spacing(1, 0), whiteSpace: 'pre-wrap', maxWidth: '80ch' }),
});
