import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Select, ToolbarButton, useStyles2 } from '@grafana/ui';
import { useEffect, useRef } from 'react';
import { duration } from '../../../../../shared/time/format';
import { sliderStepMs, speeds, type Playhead, type TimeSpan } from './playhead';
import type { Playback } from './usePlayback';

interface Props {
  playhead: Playhead;
  playback: Playback;
  span: TimeSpan;
  speed: number;
  onSpeed: (speed: number) => void;
}

/** Plays the run: the playhead of the chart and the log go together. */
export const ReplayBar = ({ playhead, playback, span, speed, onSpeed }: Props) => {
  const styles = useStyles2(getStyles);
  const slider = useRef<HTMLInputElement>(null);
  const clock = useRef<HTMLSpanElement>(null);
  const lengthMs = Math.max(1, span.endMs - span.startMs);
  useEffect(() => {
    const show = (): void => {
      const offset = playhead.at() - span.startMs;
      const words = `${duration(offset)} of ${duration(lengthMs)}`;
      if (clock.current) clock.current.textContent = words;
      if (slider.current) {
        slider.current.value = String(Math.round(offset));
        slider.current.setAttribute('aria-valuetext', words);
      }
    };
    show();
    return playhead.subscribe(show);
  }, [playhead, span.startMs, lengthMs]);
  return (
    <div className={styles.bar} role="group" aria-label="Replay">
      <ToolbarButton
        icon={playback.playing ? 'pause' : 'play'}
        iconOnly
        variant={playback.playing ? 'active' : 'default'}
        aria-label={playback.playing ? 'Pause' : 'Play'}
        tooltip={playback.playing ? 'Pause (p)' : 'Play the run (p)'}
        onClick={playback.toggle}
      />
      <Select
        aria-label="Speed"
        width={10}
        isSearchable={false}
        options={speeds.map((value) => ({ value, label: `${value}×` }))}
        value={speed}
        onChange={({ value }) => value !== undefined && onSpeed(value)}
      />
      <input
        ref={slider}
        type="range"
        className={styles.slider}
        aria-label="Time of the run"
        min={0}
        max={Math.round(lengthMs)}
        step={sliderStepMs(span)}
        defaultValue={0}
        data-testid="replay-slider"
        onChange={(event) => playhead.set(span.startMs + Number(event.currentTarget.value), 'slider')}
      />
      <span ref={clock} className={styles.clock} data-testid="replay-time" />
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), padding: theme.spacing(0.5, 0) }),
  slider: css({
    flex: 1,
    minWidth: 80,
    accentColor: theme.colors.primary.main,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  clock: css({ minWidth: '16ch', color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
