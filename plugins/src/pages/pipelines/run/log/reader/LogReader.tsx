import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { useCallback, useMemo, useRef } from 'react';
import { explain } from '../../../../../shared/api/failure';
import { count } from '../../../../../shared/time/format';
import { FailureNotice } from '../../../../../shared/ui/states';
import { Annotations } from '../Annotations';
import { terminalPalette } from '../ansi/colours';
import { plainText } from '../ansi/sgr';
import { troubleWords } from '../search/words';
import type { LogUrl } from '../useLogUrl';
import { LogLines } from '../view/LogLines';
import type { RowLook } from '../view/LogRow';
import { LogToolbar } from './LogToolbar';
import { useReader, type ReaderOptions } from './useReader';
import { useReaderKeys } from './useReaderKeys';
import { useLineKeys } from './useLineKeys';

interface Props extends ReaderOptions {
  /** Since when the times of lines count. */
  startMs: number;
  onPlay: () => void;
}

type Reader = ReturnType<typeof useReader>;

/** One log: its lines and all that leads through them. */
export const LogReader = (props: Props) => {
  const { jobLog, url, startMs, onPlay } = props;
  const { log } = jobLog;
  const styles = useStyles2(getStyles);
  const searchBox = useRef<HTMLInputElement>(null);
  const reader = useReader(props);
  const { folds, selection, window, found, actions, contents, store, read, goTo } = reader;
  const { choose, cursor } = selection;
  const help = useReaderKeys(actions, searchBox, onPlay);
  const onKeyDown = useLineKeys({ window, folds, selection, onMove: (line) => goTo(line, 'nearest') });
  const onNumber = useCallback(
    (line: number, extend: boolean) => {
      choose(line, extend);
      read(line);
    },
    [choose, read],
  );
  const matches = useMemo(() => new Set(found.lines), [found.lines]);
  const look = useLook(url, startMs, log.lines);
  const { folding } = folds;
  return (
    <div className={styles.reader}>
      <LogToolbar
        actions={actions}
        search={url.search}
        found={found}
        cursor={cursor}
        searchBox={searchBox}
        trouble={troubleWords(log.errors, log.warnings)}
        list={url.list}
        canFold={folds.groupAt.size > 0}
        allFolded={folds.allFolded}
        times={url.times}
        wrap={url.wrap}
        following={contents.growing ? reader.following : undefined}
      />
      <Notices reader={reader} list={url.list} />
      <LogLines
        window={window}
        store={store}
        folding={folding}
        groupAt={folds.groupAt}
        folded={folds.folded}
        levels={contents.levels}
        matches={matches}
        cursor={cursor}
        chosen={selection.range}
        playing={reader.reading === undefined ? undefined : folding.lineOf(folding.rowOf(reader.reading))}
        look={look}
        label={`Log of ${log.jobName || 'the run'}, ${count(log.lines)} lines`}
        onNumber={onNumber}
        onToggle={folds.toggle}
        onKeyDown={onKeyDown}
      />
      <Said reader={reader} />
      {help}
    </div>
  );
};

function useLook({ search, wrap, times }: LogUrl, startMs: number, lines: number): RowLook {
  const theme = useTheme2();
  const palette = useMemo(() => terminalPalette(theme), [theme]);
  const { text, regex, matchCase } = search;
  const digits = String(lines).length;
  return useMemo(
    () => ({
      palette,
      needle: text !== '' && !regex ? { word: text, matchCase } : undefined,
      wrap,
      timesFrom: times ? startMs : undefined,
      digits,
    }),
    [palette, text, regex, matchCase, wrap, times, startMs, digits],
  );
}

/** What stands between the controls and the lines: the list of errors, and what went wrong. */
const Notices = ({ reader, list }: { reader: Reader; list: boolean }) => {
  const styles = useStyles2(getStyles);
  const { contents, found, store, selection, goTo } = reader;
  const { outline, annotations } = contents;
  const failure = store.failure();
  const broken = outline.failure ?? annotations.failure;
  return (
    <>
      {found.failure && (
        <p className={styles.wrong} role="alert">
          {found.failure.detail}
        </p>
      )}
      {found.more && (
        <p className={styles.weak}>More lines match; the first {count(found.lines.length)} can be walked through.</p>
      )}
      {list && annotations.data && annotations.data.items.length > 0 && (
        <Annotations annotations={annotations.data} cursor={selection.cursor} onLine={(line) => goTo(line, 'middle')} />
      )}
      {failure !== undefined && <FailureNotice failure={explain(failure)} retry={store.retry} />}
      {failure === undefined && broken && (
        <FailureNotice
          failure={broken}
          retry={() => {
            outline.reload();
            annotations.reload();
          }}
        />
      )}
    </>
  );
};

/** What a screen reader hears after a jump: the line, or that there is none. */
const Said = ({ reader: { said, selection, store, folds } }: { reader: Reader }) => {
  const styles = useStyles2(getStyles);
  const { cursor } = selection;
  const content = cursor === undefined ? undefined : store.line(cursor);
  const group = cursor === undefined ? undefined : folds.groupAt.get(cursor);
  const words = group ? group.name : content && plainText(content.text).slice(0, 300);
  return (
    <div className={styles.unseen} role="status" aria-live="polite" data-testid="log-said">
      {said || (words === undefined ? '' : `Line ${cursor}: ${words}`)}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  reader: css({ display: 'flex', flexDirection: 'column', height: 'max(420px, calc(100vh - 260px))', minHeight: 0 }),
  wrong: css({ color: theme.colors.error.text }),
  weak: css({ color: theme.colors.text.secondary }),
  unseen: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
