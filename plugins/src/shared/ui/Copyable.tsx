import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';

interface Props {
  text: string;
  label: string;
  /** Shown in lines of its own, as code. */
  block?: boolean;
}

/** A text that people carry elsewhere. */
export const Copyable = ({ text, label, block = false }: Props) => {
  const styles = useStyles2(getStyles);
  return (
    <div className={block ? styles.block : styles.line}>
      {block ? (
        <pre className={styles.pre} aria-label={label} tabIndex={0}>
          {text}
        </pre>
      ) : (
        <code className={styles.code} aria-label={label}>
          {text}
        </code>
      )}
      <ClipboardButton
        size="sm"
        variant="secondary"
        icon="copy"
        getText={() => text}
        aria-label={`Copy ${label}`}
        className={block ? styles.over : undefined}
      >
        Copy
      </ClipboardButton>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minWidth: 0 }),
  code: css({ overflowWrap: 'anywhere', whiteSpace: 'normal' }),
  block: css({ position: 'relative' }),
  pre: css({
    margin: 0,
    paddingRight: theme.spacing(10),
    overflowX: 'auto',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  over: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(1) }),
});
