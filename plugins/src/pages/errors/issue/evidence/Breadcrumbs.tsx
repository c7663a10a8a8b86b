import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Breadcrumb } from '@summit/contracts';
import { absolute, duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { asText } from './KeyValues';

/** How long before the event a breadcrumb was left. */
function before(breadcrumb: Breadcrumb, eventTime: string): string {
  if (!breadcrumb.timestamp) return '';
  const ms = Date.parse(eventTime) - Date.parse(breadcrumb.timestamp);
  return ms >= 0 ? `−${duration(ms)}` : `+${duration(-ms)}`;
}

/** What happened before, newest last, as it led up to the event. */
export const Breadcrumbs = ({ breadcrumbs, eventTime }: { breadcrumbs: readonly Breadcrumb[]; eventTime: string }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  if (breadcrumbs.length === 0) return <p className={styles.weak}>The SDK sent no breadcrumbs with this event.</p>;
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Breadcrumbs">
        <thead>
          <tr>
            <th className={styles.number}>Before</th>
            <th>Category</th>
            <th>Level</th>
            <th>Message</th>
          </tr>
        </thead>
        <tbody>
          {breadcrumbs.map((crumb, index) => (
            <tr key={index} data-testid="breadcrumb">
              <td className={styles.number} title={crumb.timestamp && absolute(crumb.timestamp)}>
                {before(crumb, eventTime)}
              </td>
              <td>{crumb.category ?? crumb.type ?? ''}</td>
              <td>{crumb.level ?? ''}</td>
              <td className={own.message}>
                {crumb.message ?? ''}
                {crumb.data && <div className={styles.weak}>{asText(crumb.data)}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  message: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
  }),
});
