import { PanelPlugin } from '@grafana/data';
import { LazyPanel } from './LazyPanel';
import { addOptions, type DoraOptions } from './options';

/** Without Grafana's padding, which would leave nothing of a panel of one grid cell. */
export const plugin = new PanelPlugin<DoraOptions>(LazyPanel).setPanelOptions(addOptions).setNoPadding();
