import type { PanelOptionsEditorBuilder } from '@grafana/data';
import type { DoraMetric } from '@summit/contracts';
import { metricNames, metrics } from '../../shared/dora/metrics';

/** What the panel's editor sets. What the numbers are made of, and which year's levels they are compared with, is set in the query. */
export interface DoraOptions {
  /** All five where none is chosen. */
  readonly metrics?: readonly DoraMetric[];
  readonly showCharts: boolean;
  readonly showTable: boolean;
}

/** Declares the options, with the defaults. */
export const addOptions = (builder: PanelOptionsEditorBuilder<DoraOptions>): void => {
  builder
    .addMultiSelect({
      path: 'metrics',
      name: 'Metrics',
      description:
        'All five where none is chosen. Where lead time begins and the year of the levels are set in the query',
      settings: { options: metricNames.map((value) => ({ value, label: metrics[value].title })) },
    })
    .addBooleanSwitch({
      path: 'showCharts',
      name: 'Series',
      description: 'Below the tiles, where there is room',
      defaultValue: true,
    })
    .addBooleanSwitch({
      path: 'showTable',
      name: 'Table by repository and environment',
      description: 'Below the series, where there is room',
      defaultValue: true,
    });
};
