import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, LinkButton, ToolbarButton, useStyles2 } from '@grafana/ui';
import { MAX_LOG_LINES, type LogLines, type LogSummary } from '@summit/contracts';
import { useEffect, useRef, useState } from 'react';
import { api, hrefOf } from '../../../../shared/api/client';
import { count } from '../../../../shared/time/format';
import { plainText } from './ansi/sgr';
import type { LineRange } from './range';
import { linkTo } from './useLogUrl';

interface Props {
  path: string;
  log: LogSummary;
  range: LineRange | undefined;
}

const toldForMs = 3000;

/** The lines without their colours, as they are pasted elsewhere. */
async function textOf(path: string, { from, to }: LineRange): Promise<string> {
  const { lines } = await api.get<LogLines>(`${path}/lines`, { from, count: to - from + 1 });
  return lines.map(({ text }) => plainText(text)).join('\n');
}

/** What is taken elsewhere: the address of the chosen lines, their text, the whole log as a file. */
export const CopyButtons = ({ path, log, range }: Props) => {
  const styles = useStyles2(getStyles);
  const wanted = range ?? { from: 1, to: Math.max(1, log.lines) };
  const lines = wanted.to - wanted.from + 1;
  return (
    <div className={styles.group}>
      {range && (
        <ClipboardButton
          size="sm"
          variant="secondary"
          icon="link"
          getText={() => linkTo(window.location.href, log.id, range)}
        >
          Copy link
        </ClipboardButton>
      )}
      <CopyText path={path} range={wanted} disabled={lines > MAX_LOG_LINES || log.lines === 0}>
        {range ? `Copy ${lines === 1 ? 'line' : `${count(lines)} lines`}` : 'Copy log'}
      </CopyText>
      <LinkButton
        size="sm"
        variant="secondary"
        icon="download-alt"
        href={hrefOf(`${path}/raw`)}
        target="_blank"
        rel="noreferrer"
        download={`${log.jobName || 'run'}.log`}
      >
        Raw
      </LinkButton>
    </div>
  );
};

interface CopyProps {
  path: string;
  range: LineRange;
  disabled: boolean;
  children: string;
}

/** Fetches, then copies: says so, or that it could not. */
const CopyText = ({ path, range, disabled, children }: CopyProps) => {
  const [told, setTold] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (words: string): void => {
    setTold(words);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTold(''), toldForMs);
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(await textOf(path, range));
    tell('Copied');
  };
  return (
    <ToolbarButton
      icon="copy"
      variant="default"
      disabled={disabled}
      tooltip={
        disabled ? `At most ${count(MAX_LOG_LINES)} lines are copied: choose some, or take the raw log` : undefined
      }
      onClick={() => void copy().catch(() => tell('Not copied'))}
    >
      {told || children}
    </ToolbarButton>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  group: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5) }),
});
