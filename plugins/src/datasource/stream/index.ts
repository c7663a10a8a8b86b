export { followChanges } from './changes';
export { liveFrames } from './live';
