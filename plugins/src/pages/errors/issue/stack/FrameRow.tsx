import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, ClipboardButton, Icon, useStyles2 } from '@grafana/ui';
import type { Frame } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { KeyValues } from '../evidence/KeyValues';
import { place, sourceLines } from './fold';

interface Props {
  frame: Frame;
  open: boolean;
  /** The one that the URL names. */
  linked: boolean;
  toggle: () => void;
  link: () => string;
}

/** One frame: where it is, and opened the source around it and its variables. */
export const FrameRow = ({ frame, open, linked, toggle, link }: Props) => {
  const styles = useStyles2(getStyles);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (linked) ref.current?.scrollIntoView({ block: 'center' });
  }, [linked]);
  return (
    <div ref={ref} className={cx(styles.frame, linked && styles.linked)} data-testid="frame">
      <div className={styles.head}>
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={toggle}>
          <Icon name={open ? 'angle-down' : 'angle-right'} aria-hidden />
          <span className={styles.function}>{frame.function ?? '<anonymous>'}</span>
          <span className={styles.place}>{place(frame)}</span>
        </button>
        {frame.inApp && <Badge color="blue" text="in app" />}
        <ClipboardButton
          size="sm"
          variant="secondary"
          fill="text"
          icon="link"
          aria-label="Copy a link to this frame"
          getText={link}
        />
      </div>
      {open && <Opened frame={frame} />}
    </div>
  );
};

const Opened = ({ frame }: { frame: Frame }) => {
  const styles = useStyles2(getStyles);
  const lines = sourceLines(frame);
  return (
    <div className={styles.body}>
      {lines.length === 0 && <p className={styles.none}>The SDK sent no source for this frame.</p>}
      {lines.length > 0 && (
        <ol className={styles.source} aria-label="Source">
          {lines.map(({ number, text, current }) => (
            <li key={number} className={current ? styles.current : undefined} aria-current={current || undefined}>
              <span className={styles.number}>{number}</span>
              <code>{text}</code>
            </li>
          ))}
        </ol>
      )}
      {frame.vars && Object.keys(frame.vars).length > 0 && (
        <div className={styles.vars}>
          <KeyValues values={frame.vars} label="Variables" />
        </div>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ borderBottom: `1px solid ${theme.colors.border.weak}`, '&:last-child': { borderBottom: 0 } }),
  linked: css({ boxShadow: `inset 3px 0 0 ${theme.colors.primary.main}` }),
  head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), paddingRight: theme.spacing(1) }),
  toggle: css({
    flex: 1,
    minWidth: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
    padding: theme.spacing(0.75, 1),
    border: 0,
    background: 'none',
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
  }),
  function: css({ fontFamily: theme.typography.fontFamilyMonospace, fontWeight: theme.typography.fontWeightMedium }),
  place: css({
    color: theme.colors.text.secondary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
  body: css({ background: theme.colors.background.canvas }),
  none: css({ margin: 0, padding: theme.spacing(1, 2), color: theme.colors.text.secondary }),
  source: css({
    margin: 0,
    padding: theme.spacing(0.5, 0),
    listStyle: 'none',
    overflowX: 'auto',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    li: { display: 'flex', whiteSpace: 'pre', minHeight: '1.6em', lineHeight: 1.6 },
    code: {
      padding: 0,
      margin: 0,
      border: 0,
      background: 'none',
      color: 'inherit',
      whiteSpace: 'pre',
      fontSize: 'inherit',
    },
  }),
  current: css({ background: theme.colors.error.transparent, fontWeight: theme.typography.fontWeightMedium }),
  number: css({
    flex: '0 0 5em',
    paddingRight: theme.spacing(2),
    textAlign: 'right',
    color: theme.colors.text.secondary,
    userSelect: 'none',
  }),
  vars: css({ padding: theme.spacing(1, 2), borderTop: `1px solid ${theme.colors.border.weak}` }),
});
