import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useCallback, useMemo } from 'react';
import type { Evidence } from '../../shared/dora/evidenceUrl';
import { metricNames } from '../../shared/dora/metrics';
import { figuresFrame, fromFrames, groupsFrame } from './fromFrames';
import type { DoraOptions } from './options';
import { DoraView } from './view/DoraView';

/** The room around what is drawn: none that a panel of one grid cell could not spare. */
const paddingOf = (width: number, height: number): number => (width < 160 || height < 80 ? 2 : 8);

/** DORA's metrics on a dashboard, in whatever room the panel has. */
export const DoraPanel = ({ data, options, width, height, timeZone }: PanelProps<DoraOptions>) => {
  const styles = useStyles2(getStyles);
  const { series } = data;
  const dora = useMemo(() => fromFrames(series), [series]);
  const { metrics: chosen = [] } = options;
  const shown = chosen.length === 0 ? metricNames : metricNames.filter((name) => chosen.includes(name));
  /** The links that the query gave its fields, as any panel follows them. */
  const hrefOf = useCallback(
    ({ metric, repository, environment, from }: Evidence): string | undefined => {
      if (from !== undefined) return undefined;
      const frame = repository === undefined ? figuresFrame(series) : groupsFrame(series);
      const valueOf = (name: string, row: number): unknown =>
        frame?.fields.find((field) => field.name === name)?.values[row];
      const row = Array.from({ length: frame?.length ?? 0 }, (_, index) => index).find((index) =>
        repository === undefined
          ? valueOf('metric', index) === metric
          : valueOf('repository', index) === repository && valueOf('environment', index) === environment,
      );
      const linked = frame?.fields.find((field) => (field.config.links?.length ?? 0) > 0);
      const href = row === undefined ? undefined : linked?.getLinks?.({ valueRowIndex: row })[0]?.href;
      // A group's link is that of its deployments: the other numbers of the row lead to their own lists.
      return repository === undefined ? href : href?.replace(/\bevidence=\w+/, `evidence=${metric}`);
    },
    [series],
  );
  if (!dora)
    return (
      <div className={styles.other}>
        <p>{series.some((frame) => frame.length > 0) ? 'This data is not that of DORA’s metrics.' : 'No data.'}</p>
        <p>Choose the Summit bridge as data source and DORA as its query.</p>
      </div>
    );
  const padding = paddingOf(width, height);
  return (
    <div style={{ padding }}>
      <DoraView
        dora={dora}
        shown={shown}
        charts={options.showCharts}
        table={options.showTable}
        width={Math.max(1, width - 2 * padding)}
        height={Math.max(1, height - 2 * padding)}
        timeZone={timeZone}
        hrefOf={hrefOf}
      />
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  other: css({ padding: theme.spacing(1), color: theme.colors.text.secondary }),
});
