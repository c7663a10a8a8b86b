import { PanelPlugin } from '@grafana/data';

import { LazyPanel } from './LazyPanel';
import { addOptions, type GanttOptions } from './options';

export const plugin = new PanelPlugin<GanttOptions>(LazyPanel).setPanelOptions(addOptions);
