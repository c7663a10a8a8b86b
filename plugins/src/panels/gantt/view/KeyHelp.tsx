import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { KEY_HELP } from './keys';

/** Every key and gesture of the chart. */
export const KeyHelp = () => {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.list} aria-label="Keys and gestures">
      {KEY_HELP.map(([keys, does]) => (
        <div key={keys} className={styles.key}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))',
    gap: theme.spacing(0.25, 2),
    margin: theme.spacing(0, 0, 1),
    padding: theme.spacing(1),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    ...theme.typography.bodySmall,
  }),
  key: css({
    display: 'flex',
    gap: theme.spacing(1),
    '& dt': { flex: '0 0 96px' },
    '& dd': { margin: 0, color: theme.colors.text.secondary },
  }),
});
