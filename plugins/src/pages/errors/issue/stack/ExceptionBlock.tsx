import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, Button, useStyles2 } from '@grafana/ui';
import type { ExceptionValue } from '@summit/contracts';
import { useState } from 'react';
import { firstFrame, foldStack, libraryName, type PlacedFrame } from './fold';
import { FrameRow } from './FrameRow';

interface Props {
  exception: ExceptionValue;
  /** `Caused by` for all but what was thrown last. */
  causes: boolean;
  /** The index of the frame that the URL names, in this exception. */
  linked: number | null;
  link: (frame: number) => string;
}

/** An exception with its stack. Mount it anew (by `key`) for another event: what is open belongs to this one. */
export const ExceptionBlock = ({ exception, causes, linked, link }: Props) => {
  const styles = useStyles2(getStyles);
  const { frames } = exception;
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set([linked ?? firstFrame(frames)]));
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(() => new Set());
  const flip = (set: ReadonlySet<number>, index: number): ReadonlySet<number> => {
    const next = new Set(set);
    if (!next.delete(index)) next.add(index);
    return next;
  };
  const row = ({ frame, index }: PlacedFrame) => (
    <FrameRow
      key={index}
      frame={frame}
      open={open.has(index)}
      linked={linked === index}
      toggle={() => setOpen((old) => flip(old, index))}
      link={() => link(index)}
    />
  );
  return (
    <section className={styles.exception} aria-label={exception.type} data-testid="exception">
      <header className={styles.head}>
        {causes && <span className={styles.weak}>Caused by</span>}
        <h3 className={styles.type}>{exception.type || 'Error'}</h3>
        <span className={styles.value}>{exception.value}</span>
        {exception.handled !== undefined && (
          <Badge color={exception.handled ? 'blue' : 'orange'} text={exception.handled ? 'handled' : 'unhandled'} />
        )}
        {exception.mechanism && <span className={styles.weak}>{exception.mechanism}</span>}
      </header>
      {frames.length === 0 && <p className={styles.none}>The SDK sent no stack for this exception.</p>}
      {foldStack(frames).map((part) => {
        if (part.kind === 'frame') return row(part.placed);
        const at = part.frames[0]?.index ?? -1;
        const shown = unfolded.has(at) || part.frames.some(({ index }) => index === linked);
        return (
          <div key={`library-${at}`} className={styles.library}>
            <Button
              size="sm"
              variant="secondary"
              fill="text"
              icon={shown ? 'angle-down' : 'angle-right'}
              aria-expanded={shown}
              onClick={() => setUnfolded((old) => flip(old, at))}
            >
              {part.frames.length} {part.frames.length === 1 ? 'frame' : 'frames'} of {libraryName(part.frames)}
            </Button>
            {shown && part.frames.map(row)}
          </div>
        );
      })}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  exception: css({
    marginBottom: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    overflow: 'hidden',
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0.5, 1),
    padding: theme.spacing(1, 1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.secondary,
  }),
  type: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  value: css({ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  none: css({ margin: 0, padding: theme.spacing(1, 2), color: theme.colors.text.secondary }),
  library: css({ borderBottom: `1px solid ${theme.colors.border.weak}`, '&:last-child': { borderBottom: 0 } }),
});
