import { useTheme2 } from '@grafana/ui';

interface Props {
  /** Counts, oldest first, one a bar. */
  values: readonly number[];
  width: number;
  height: number;
  /** What is drawn, for who cannot see it. */
  label: string;
}

/** Counts as small bars. An hour without any keeps a trace of its place, so that a gap is seen as one. */
export const Bars = ({ values, width, height, label }: Props) => {
  const theme = useTheme2();
  const top = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      {values.map((value, index) => {
        const tall = value === 0 ? 1 : Math.max(2, (value / top) * height);
        return (
          <rect
            key={index}
            x={index * step}
            y={height - tall}
            width={Math.max(1, step - 1)}
            height={tall}
            fill={value === 0 ? theme.colors.border.medium : theme.colors.primary.main}
          />
        );
      })}
    </svg>
  );
};
