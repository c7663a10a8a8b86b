import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';

/** A payload as it came, to read and to copy. */
export const RawJson = ({ value, label }: { value: unknown; label: string }) => {
  const styles = useStyles2(getStyles);
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  return (
    <div className={styles.box}>
      <ClipboardButton className={styles.copy} size="sm" variant="secondary" icon="copy" getText={() => text}>
        Copy
      </ClipboardButton>
      <pre className={styles.text} aria-label={label} tabIndex={0} data-testid="raw">
        {text}
      </pre>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ position: 'relative' }),
  copy: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(2) }),
  text: css({ maxHeight: '70vh', overflow: 'auto', fontSize: theme.typography.bodySmall.fontSize }),
});
