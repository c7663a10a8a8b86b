import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { AnnotationLevel, LogGroup, LogLine } from '@summit/contracts';
import { memo, useMemo, type MouseEvent } from 'react';
import { absolute, count } from '../../../../../shared/time/format';
import { sinceStart } from './sinceStart';
import type { TerminalPalette } from '../ansi/colours';
import { foundIn, highlighted } from '../ansi/highlight';
import { plainText, styledText } from '../ansi/sgr';
import { LINE_PX } from '../window/useLogWindow';

/** What is searched for, as far as a line can show it. */
export interface Needle {
  readonly word: string;
  readonly matchCase: boolean;
}

export interface RowLook {
  readonly palette: TerminalPalette;
  readonly needle: Needle | undefined;
  readonly wrap: boolean;
  /** Since when times count; undefined where none are shown. */
  readonly timesFrom: number | undefined;
  /** Digits of the last line's number. */
  readonly digits: number;
}

export interface RowProps {
  readonly id: string;
  readonly row: number;
  readonly line: number;
  readonly y: number;
  /** Undefined while it is loaded. */
  readonly content: LogLine | undefined;
  readonly look: RowLook;
  readonly level: AnnotationLevel | undefined;
  readonly matches: boolean;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly playing: boolean;
  /** The group that begins here, if any does. */
  readonly group: LogGroup | undefined;
  readonly folded: boolean;
  /** How many groups the line is in. */
  readonly depth: number;
  readonly onNumber: (line: number, extend: boolean) => void;
  readonly onToggle: (line: number) => void;
}

/** Longer lines are no text for people: the rest is in the raw log. */
const MOST_LETTERS = 5000;

const markOfGroup = /^(?:##\[(?:group|section)\]|::group)/;
const levelIcons = { error: 'times-circle', warning: 'exclamation-triangle' } as const;

/** One line: what it is to people (number, time, level, group), then its text in the colours it came with. */
export const LogRow = memo(function LogRow(props: RowProps) {
  const { row, line, y, content, look, level, group, folded } = props;
  const styles = useStyles2(getStyles);
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={row + 1}
      aria-level={props.depth + 1}
      aria-selected={props.chosen}
      aria-expanded={group ? !folded : undefined}
      data-row={row}
      data-line={line}
      data-testid="log-line"
      data-level={level}
      data-current={props.current || undefined}
      data-playing={props.playing || undefined}
      className={cx(styles.row, look.wrap && styles.wrap, ...looksOf(props).map((name) => styles[name]))}
      style={{ transform: `translateY(${y}px)` }}
    >
      <Gutter {...props} />
      <span role="gridcell" className={cx(styles.text, look.wrap && styles.wrapped)}>
        {content ? <LineText text={content.text} group={group} look={look} /> : <span className={styles.waiting} />}
        {group && folded && <span className={styles.more}> {count(group.to - group.from)} lines</span>}
      </span>
    </div>
  );
});

/** What is special of a line, the strongest last. */
const looksOf = ({ matches, current, chosen, playing }: RowProps) => [
  ...(matches ? ['match' as const] : []),
  ...(chosen ? ['chosen' as const] : []),
  ...(current ? ['current' as const] : []),
  ...(playing ? ['playing' as const] : []),
];

const Gutter = ({ line, content, look, level, chosen, group, folded, onNumber, onToggle }: RowProps) => {
  const styles = useStyles2(getStyles);
  const choose = (event: MouseEvent) => {
    // The link is made of the whole address: the browser would follow the part alone, and select text between two clicks.
    event.preventDefault();
    onNumber(line, event.shiftKey);
  };
  return (
    <span
      role="rowheader"
      className={cx(styles.gutter, level && styles[`${level}Edge`], chosen && styles.chosenGutter)}
    >
      <a
        href={`#L${line}`}
        tabIndex={-1}
        className={styles.number}
        style={{ width: `${look.digits + 1}ch` }}
        aria-label={`Line ${line}`}
        onClick={choose}
      >
        {line}
      </a>
      {look.timesFrom !== undefined && <TimeCell at={content?.at ?? null} from={look.timesFrom} />}
      <span className={styles.sign}>
        {group ? (
          <button
            type="button"
            tabIndex={-1}
            className={styles.fold}
            aria-label={`${folded ? 'Unfold' : 'Fold'} ${group.name}`}
            onClick={() => onToggle(line)}
          >
            <Icon name={folded ? 'angle-right' : 'angle-down'} size="sm" />
          </button>
        ) : (
          level && <Icon name={levelIcons[level]} size="xs" title={level} className={styles[`${level}Sign`]} />
        )}
      </span>
    </span>
  );
};

const TimeCell = ({ at, from }: { at: string | null; from: number }) => {
  const styles = useStyles2(getStyles);
  return (
    <time className={styles.time} dateTime={at ?? undefined} title={at === null ? undefined : absolute(at)}>
      {at === null ? '' : sinceStart(Date.parse(at) - from)}
    </time>
  );
};

const LineText = ({ text, group, look }: { text: string; group: LogGroup | undefined; look: RowLook }) => {
  const styles = useStyles2(getStyles);
  const { palette, needle } = look;
  const shown = text.length > MOST_LETTERS ? text.slice(0, MOST_LETTERS) : text;
  const pieces = useMemo(() => {
    const plain = plainText(shown);
    // A mark of a group says no more than its name does.
    const styled = group && markOfGroup.test(plain) ? [{ text: group.name, style: { bold: true } }] : styledText(shown);
    const words = styled.map((piece) => piece.text).join('');
    return highlighted(styled, needle ? foundIn(words, needle.word, needle.matchCase) : []);
  }, [shown, group, needle]);
  return (
    <>
      {pieces.map((piece, index) =>
        piece.found ? (
          <mark key={index} className={styles.found}>
            {piece.text}
          </mark>
        ) : (
          <span key={index} style={palette.styleOf(piece.style)}>
            {piece.text}
          </span>
        ),
      )}
      {shown !== text && (
        <span className={styles.more}> … {count(text.length - shown.length)} more characters in the raw log</span>
      )}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    position: 'absolute',
    top: 0,
    left: 0,
    display: 'flex',
    minWidth: '100%',
    height: LINE_PX,
    lineHeight: `${LINE_PX}px`,
    whiteSpace: 'pre',
    '&:hover': { background: theme.colors.action.hover },
  }),
  wrap: css({ right: 0, height: 'auto', minHeight: LINE_PX }),
  gutter: css({
    position: 'sticky',
    left: 0,
    display: 'flex',
    flexShrink: 0,
    borderLeft: '3px solid transparent',
    background: theme.colors.background.primary,
    userSelect: 'none',
    zIndex: 1,
  }),
  number: css({
    textAlign: 'right',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
  }),
  time: css({
    minWidth: '10ch',
    textAlign: 'right',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
  sign: css({ width: 22, display: 'inline-flex', justifyContent: 'center', alignItems: 'flex-start' }),
  fold: css({ border: 0, padding: 0, background: 'none', color: theme.colors.text.secondary, lineHeight: 'inherit' }),
  text: css({ paddingRight: theme.spacing(2), tabSize: 8 }),
  wrapped: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', minWidth: 0, flex: 1 }),
  more: css({ color: theme.colors.text.secondary, userSelect: 'none' }),
  waiting: css({
    display: 'inline-block',
    width: '30ch',
    height: 10,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  errorEdge: css({ borderLeftColor: theme.colors.error.border }),
  warningEdge: css({ borderLeftColor: theme.colors.warning.border }),
  errorSign: css({ color: theme.colors.error.text, marginTop: 2 }),
  warningSign: css({ color: theme.colors.warning.text, marginTop: 2 }),
  match: css({ background: theme.colors.background.secondary }),
  current: css({ outline: `1px solid ${theme.colors.primary.border}`, outlineOffset: -1 }),
  chosen: css({ background: theme.colors.action.selected }),
  chosenGutter: css({ background: theme.colors.background.secondary, a: { color: theme.colors.text.primary } }),
  playing: css({ boxShadow: `inset 0 -1px ${theme.colors.text.maxContrast}` }),
  found: css({ padding: 0, background: theme.colors.warning.main, color: theme.colors.warning.contrastText }),
});
