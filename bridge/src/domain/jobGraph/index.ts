export { type Declarations, graphOf } from './graph';
