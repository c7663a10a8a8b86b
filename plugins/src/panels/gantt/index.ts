export { GanttView } from './view/GanttView';
export type { ChartPlayhead } from './view/playhead';
export type { GanttViewState } from './view/viewState';
export { fromFrames } from './model/fromFrames';
