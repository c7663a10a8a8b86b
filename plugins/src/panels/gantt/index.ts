export { GanttView } from './view/GanttView';
export type { GanttViewState } from './view/viewState';
export { fromFrames } from './model/fromFrames';
