import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

import type { Hit } from '../layout/geometry';
import { idOf, type SpanColumns } from '../model/columns';
import { i32, u8 } from '../model/typed';
import type { ColourBy } from '../render/picture';
import { commandOf, type Command } from './keys';
import type { FullProps } from './props';
import type { GestureHandlers } from './scene/gestures';
import type { SceneInput } from './scene/scene';
import { useCommands, type Commands } from './useCommands';
import { useFormats, type ViewFormats } from './useFormats';
import { useGanttModel, type GanttModel } from './useGanttModel';
import { useHover, type Hover } from './useHover';
import { useLiveSpans } from './useLiveSpans';
import { usePalette } from './usePalette';
import { useScene, type SceneRefs } from './useScene';
import { useSelection } from './useSelection';
import { useViewState, type ViewState } from './useViewState';
import { useWidths, type Widths } from './useWidths';

export interface Chart extends Pick<ViewState, 'view' | 'change'> {
  readonly model: GanttModel;
  readonly formats: ViewFormats;
  readonly widths: Widths;
  readonly refs: SceneRefs;
  readonly search: RefObject<HTMLInputElement>;
  readonly hover: Hover;
  readonly commands: Commands;
  readonly colourBy: ColourBy;
  readonly help: boolean;
  /** What a search for something that is not there came to. */
  readonly message: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
}

/** Everything a chart knows and can do; the component only lays it out. */
export const useChart = (props: FullProps): Chart => {
  const palette = usePalette();
  const spans = useLiveSpans(props.spans, props.clock);
  const { view, change, onWindow } = useViewState(props);
  const model = useGanttModel(spans, view, props.offCriticalPath);
  const formats = useFormats(spans.origin, props.axis, props.timeZone);
  const widths = useWidths();
  const refs = useSceneRefs();
  const search = useRef<HTMLInputElement>(null);
  const hover = useHover();
  const [focusVisible, setFocusVisible] = useState(false);
  const [help, setHelp] = useState(false);
  const [message, setMessage] = useState('');

  const colourBy = useMemo(
    () => (props.colourBy === 'auto' ? bestColours(spans) : props.colourBy),
    [props.colourBy, spans],
  );
  const { showQueue } = props;
  const { names } = widths;
  const input = useMemo<SceneInput>(
    () => ({
      ...model,
      matches: model.matches?.mask,
      queues: showQueue ? model.queues : undefined,
      focusVisible,
      colourBy,
      formats,
      namesWidth: names,
      palette,
    }),
    [model, showQueue, focusVisible, colourBy, formats, names, palette],
  );
  const onClick = (hit: Hit): void => {
    if (hit.zone === 'chevron') {
      commands.toggle(hit.span);
    } else if (hit.zone === 'axis') {
      props.onSeek?.(spans.origin + hit.time);
    } else if ('span' in hit) {
      const span = hit.zone === 'queue' ? i32(spans.parent, hit.span) : hit.span;
      commands.select(span, false);
      props.onPick?.(idOf(spans, span));
    }
  };
  const handlers: GestureHandlers = {
    onPress: () => setFocusVisible(false),
    onClick,
    onDoubleClick: (hit) => (hit.zone === 'chevron' ? undefined : commands.run('fit')),
    onHover: hover.onHover,
    onNamesWidth: widths.setNames,
  };
  const scene = useScene(refs, {
    input,
    window: view.window,
    shown: !view.table,
    onWindow,
    handlers,
    playhead: props.playhead,
  });
  const commands = useCommands({
    model,
    view,
    change,
    scene,
    onOpen: props.onOpen,
    focusSearch: () => search.current?.focus(),
    toggleHelp: () => setHelp((shown) => !shown),
    say: setMessage,
  });
  useSelection(view.selected, model.selected, scene, props.onSelect);

  const keepFocus = useFocusAcross(widths.root, view.table ?? false);
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = commandOf(event);
    if (command) {
      event.preventDefault();
      event.stopPropagation();
      setMessage('');
      setFocusVisible(true);
      commands.run(command);
      keepFocus(command);
    }
  };
  const onBlur = useCallback(() => setFocusVisible(false), []);
  return {
    view,
    change,
    colourBy,
    model,
    formats,
    widths,
    refs,
    search,
    hover,
    commands,
    help,
    message,
    onKeyDown,
    onBlur,
  };
};

/** Moves the focus from the chart to the table and back when a key changed one for the other: what had it is gone from the page. */
const useFocusAcross = (root: RefObject<HTMLDivElement>, table: boolean): ((command: Command) => void) => {
  const wanted = useRef(false);
  useEffect(() => {
    if (wanted.current) {
      wanted.current = false;
      root.current?.querySelector<HTMLElement>(table ? '[role="treegrid"]' : '[role="application"]')?.focus();
    }
  }, [table, root]);
  return (command) => {
    wanted.current = command === 'table';
  };
};

const useSceneRefs = (): SceneRefs => {
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const playhead = useRef<HTMLDivElement>(null);
  return useMemo(() => ({ scroller, spacer, canvas, minimap, playhead }), []);
};

/** A trace of services mostly has no status worth a colour; a build has little else. */
const bestColours = (spans: SpanColumns): ColourBy => {
  let known = 0;
  for (let span = 0; span < spans.count; span++) {
    known += u8(spans.status, span) === 0 ? 0 : 1;
  }
  return known * 2 < spans.count && spans.services.length > 1 ? 'service' : 'status';
};
