import type { TimeZone } from '@grafana/data';
import type { DoraMetric } from '@summit/contracts';
import { useMemo } from 'react';
import type { DoraData } from '../../../shared/dora/data';
import { gapOf, layoutOf } from '../layout/layout';
import { Charts } from './Charts';
import { GroupTable } from './GroupTable';
import { Tiles, type HrefOf } from './Tiles';

interface Props {
  dora: DoraData;
  shown: readonly DoraMetric[];
  charts: boolean;
  table: boolean;
  width: number;
  height: number;
  timeZone: TimeZone;
  hrefOf: HrefOf;
}

/** Pixels, about: what does not fit is scrolled to. */
const TABLE_HEAD = 40;
const TABLE_ROW = 36;

/** The metrics in a given space: tiles always, and below them what there is room for. */
export const DoraView = ({ dora, shown, charts, table, width, height, timeZone, hrefOf }: Props) => {
  const layout = useMemo(
    () =>
      layoutOf(width, height, {
        count: shown.length,
        charts,
        table: table && dora.groups.length > 0 ? TABLE_HEAD + dora.groups.length * TABLE_ROW : 0,
      }),
    [width, height, shown.length, charts, table, dora.groups.length],
  );
  const { tiles } = layout;
  return (
    <div
      style={{ display: 'flex', flexDirection: 'column', gap: gapOf(tiles.detail), width, height, overflow: 'hidden' }}
      data-testid="dora"
    >
      <Tiles {...{ dora, shown, hrefOf }} columns={tiles.columns} detail={tiles.detail} height={tiles.height} />
      {layout.charts && (
        <Charts
          {...{ dora, shown, width, timeZone, hrefOf }}
          columns={layout.charts.columns}
          height={layout.charts.height}
        />
      )}
      {layout.table !== null && (
        <div style={{ height: layout.table, overflow: 'auto' }}>
          <GroupTable {...{ dora, shown, hrefOf }} />
        </div>
      )}
    </div>
  );
};
