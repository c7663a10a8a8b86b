import type { TimeZone } from '@grafana/data';
import type { DoraMetric } from '@summit/contracts';
import { useState } from 'react';
import type { DoraData } from '../../../shared/dora/data';
import { gapOf } from '../layout/layout';
import { Chart } from './Chart';
import type { HrefOf } from './Tiles';

interface Props {
  dora: DoraData;
  shown: readonly DoraMetric[];
  columns: number;
  width: number;
  /** Of all charts together, pixels. */
  height: number;
  timeZone: TimeZone;
  hrefOf: HrefOf;
}

/** The metrics as series, one pointer in all of them. */
export const Charts = ({ dora, shown, columns, width, height, timeZone, hrefOf }: Props) => {
  const [pointed, setPointed] = useState<number | null>(null);
  const gap = gapOf('full');
  const rows = Math.ceil(shown.length / columns);
  const each = {
    width: Math.floor((width - 2 * gap * (columns - 1)) / columns),
    height: Math.floor((height - gap * (rows - 1)) / rows),
  };
  return (
    <div
      style={{
        display: 'grid',
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        gap: `${gap}px ${2 * gap}px`,
        height,
      }}
    >
      {shown.map((metric) => (
        <Chart key={metric} {...{ metric, dora, timeZone, hrefOf, pointed }} {...each} point={setPointed} />
      ))}
    </div>
  );
};
