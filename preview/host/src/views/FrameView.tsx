import { type DataFrame, type PanelData } from '@grafana/data';
import { Table } from '@grafana/ui';
import type { PluginLoader } from '../loader/plugins';
import { ErrorView } from './ErrorView';
import { PanelView } from './PanelView';
import { useLoaded } from './useLoaded';

const ganttPanel = 'summit-gantt-panel';

interface Props {
  frame: DataFrame;
  data: PanelData;
  width: number;
  plugins: PluginLoader;
}

const TraceFrame = ({ frame, data, width, plugins }: Props) => {
  const loaded = useLoaded(ganttPanel, () => plugins.panel(ganttPanel));
  if (loaded.state === 'failed') {
    return <ErrorView title="The Gantt panel did not load" error={loaded.error} />;
  }
  return loaded.state === 'done' ? (
    <PanelView
      id={1}
      title={frame.name ?? ''}
      plugin={loaded.value}
      data={{ ...data, series: [frame] }}
      width={width}
      height={480}
    />
  ) : null;
};

/** A result of Explore: spans as a Gantt chart (Grafana would take its trace view), all else as a table. */
export const FrameView = (props: Props) => {
  const { frame, width } = props;
  const kind = frame.meta?.preferredVisualisationType;
  return (
    <section aria-label={`Result ${frame.refId ?? ''}`} data-visualisation={kind}>
      <h3>
        {frame.name ?? frame.refId} <small>({frame.length} rows)</small>
      </h3>
      {frame.meta?.notices?.map(({ severity, text }) => (
        <p key={text} role="status">
          {severity}: {text}
        </p>
      ))}
      {kind === 'trace' ? (
        <TraceFrame {...props} />
      ) : (
        <Table data={frame} width={width} height={Math.min(600, 60 + frame.length * 36)} />
      )}
    </section>
  );
};
