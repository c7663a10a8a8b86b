export { Charts } from './view/Charts';
export { GroupTable } from './view/GroupTable';
export { pageGrid } from './layout/layout';
export { Tiles, type HrefOf } from './view/Tiles';
export { ValueLink } from './view/ValueLink';
