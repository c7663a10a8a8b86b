import { useMemo, useState } from 'react';
import {
  CoreApp,
  EventBusSrv,
  getPanelOptionsWithDefaults,
  LoadingState,
  type FieldConfigSource,
  type PanelData,
  type PanelPlugin,
} from '@grafana/data';
import { getTemplateSrv, locationService } from '@grafana/runtime';
import { PanelChrome, PanelContextProvider } from '@grafana/ui';
import { useFieldsApplied } from './usePanelData';

interface Props {
  id: number;
  title: string;
  plugin: PanelPlugin;
  data: PanelData;
  options?: Record<string, unknown>;
  fieldConfig?: FieldConfigSource;
  width: number;
  height: number;
}

/** One panel with its frame, fed as Grafana feeds it. */
export const PanelView = ({ id, title, plugin, data, options, fieldConfig, width, height }: Props) => {
  const events = useMemo(() => new EventBusSrv(), []);
  const [changed, setChanged] = useState(options);
  const withDefaults = useMemo(
    () =>
      getPanelOptionsWithDefaults({
        plugin,
        currentOptions: changed ?? {},
        currentFieldConfig: fieldConfig ?? { defaults: {}, overrides: [] },
        isAfterPluginChange: false,
      }),
    [plugin, changed, fieldConfig],
  );
  const applied = useFieldsApplied(data, withDefaults.fieldConfig, plugin);
  const Panel = plugin.panel;
  return (
    <PanelContextProvider value={{ eventsScope: 'panel', eventBus: events, app: CoreApp.Dashboard }}>
      <PanelChrome
        title={title}
        width={width}
        height={height}
        loadingState={data.state}
        statusMessage={data.error?.message}
        // Without a title the head floats over the panel, which then has all of its height.
        hoverHeader={title === ''}
        padding={plugin.noPadding ? 'none' : 'md'}
      >
        {(innerWidth, innerHeight) =>
          Panel && data.state !== LoadingState.NotStarted ? (
            <Panel
              id={id}
              data={applied}
              title={title}
              timeRange={data.timeRange}
              timeZone="browser"
              options={withDefaults.options}
              fieldConfig={withDefaults.fieldConfig}
              transparent={false}
              width={innerWidth}
              height={innerHeight}
              renderCounter={0}
              replaceVariables={(text, scoped, format) => getTemplateSrv().replace(text, scoped, format)}
              eventBus={events}
              onOptionsChange={setChanged}
              onFieldConfigChange={() => undefined}
              onChangeTimeRange={({ from, to }) => locationService.partial({ from, to })}
            />
          ) : null
        }
      </PanelChrome>
    </PanelContextProvider>
  );
};
