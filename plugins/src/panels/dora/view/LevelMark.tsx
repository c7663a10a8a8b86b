import type { GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import type { DoraBand } from '@summit/contracts';

type Level = DoraBand['level'];

/** Bars that are filled: the level is told by their number, so that none depends on seeing colours. */
const filled: Readonly<Record<Level, number>> = { low: 1, medium: 2, high: 3, elite: 4 };

export const levelColour = (theme: GrafanaTheme2, level: Level): string =>
  ({
    elite: theme.colors.success.text,
    high: theme.colors.info.text,
    medium: theme.colors.warning.text,
    low: theme.colors.error.text,
  })[level];

/** A level as rising bars, as many of them filled as the level is high; none without a level. */
export const LevelMark = ({ level, width, height }: { level: Level | null; width: number; height: number }) => {
  const theme = useTheme2();
  const step = width / 4;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      {[1, 2, 3, 4].map((bar) => {
        const tall = Math.max(1, (height * bar) / 4);
        const on = level !== null && bar <= filled[level];
        return (
          <rect
            key={bar}
            x={(bar - 1) * step}
            y={height - tall}
            width={Math.max(1, step - Math.min(1, step / 4))}
            height={tall}
            fill={on ? levelColour(theme, level) : theme.colors.border.medium}
          />
        );
      })}
    </svg>
  );
};
