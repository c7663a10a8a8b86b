import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** A value of a payload as text: never markup, objects as JSON. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return JSON.stringify(value);
}

/** Names and values of a payload. */
export const KeyValues = ({ values, label }: { values: Readonly<Record<string, unknown>>; label: string }) => {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label={label} className={styles.part}>
      <h4 className={styles.title}>{label}</h4>
      <dl className={styles.list}>
        {Object.entries(values)
          .filter(([, value]) => value !== undefined && value !== null && value !== '')
          .map(([key, value]) => (
            <div key={key} className={styles.pair}>
              <dt>{key}</dt>
              <dd>{asText(value)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  part: css({ marginBottom: theme.spacing(1.5) }),
  title: css({ margin: theme.spacing(0, 0, 0.5), fontSize: theme.typography.h6.fontSize }),
  list: css({ margin: 0, fontSize: theme.typography.bodySmall.fontSize }),
  pair: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(90px, 35%) 1fr',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 0),
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal', overflowWrap: 'anywhere' },
    dd: {
      margin: 0,
      fontFamily: theme.typography.fontFamilyMonospace,
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-wrap',
    },
  }),
});
