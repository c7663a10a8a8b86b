import type { DoraMetric } from '@summit/contracts';
import type { DoraData } from '../../../shared/dora/data';
import type { Evidence } from '../../../shared/dora/evidenceUrl';
import { gapOf, type Detail } from '../layout/layout';
import { Tile } from './Tile';

/** Where the list behind a number is; undefined where there is none. */
export type HrefOf = (evidence: Evidence) => string | undefined;

interface Props {
  dora: Pick<DoraData, 'figures' | 'benchmark'>;
  shown: readonly DoraMetric[];
  columns: number;
  detail: Detail;
  /** Pixels; as high as the tiles need where it is not given. */
  height?: number;
  hrefOf: HrefOf;
}

/** The metrics side by side. */
export const Tiles = ({ dora, shown, columns, detail, height, hrefOf }: Props) => (
  <div
    role="group"
    aria-label="DORA metrics"
    style={{
      display: 'grid',
      gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
      gridAutoRows: height === undefined ? undefined : 'minmax(0, 1fr)',
      gap: gapOf(detail),
      height,
    }}
  >
    {shown.map((metric) => (
      <Tile
        key={metric}
        metric={metric}
        figure={dora.figures[metric]}
        detail={detail}
        benchmark={dora.benchmark}
        href={hrefOf({ metric })}
      />
    ))}
  </div>
);
