import type { LogGroup } from '@summit/contracts';
import { foldAll, foldedGroups, groupsAround, setFolded, untouched, type Trouble } from './foldState';

const group = (from: number, to: number, step: string | null = null, depth = 0): LogGroup => ({
  from,
  to,
  name: `${from}`,
  depth,
  step,
});
const groups = [group(1, 10, 'checkout'), group(11, 50, 'test'), group(12, 20, 'test', 1), group(21, 30, 'test', 1)];
const fine: Trouble = { errors: [], failedSteps: new Set(), growing: false };
const folded = (trouble: Partial<Trouble>, state = untouched) => [
  ...foldedGroups(groups, 50, { ...fine, ...trouble }, state),
];

test('all is folded where nothing failed', () => expect(folded({})).toEqual(['1/0', '11/0', '12/1', '21/1']));

test('what holds an error is open, and what is around it', () =>
  expect(folded({ errors: [25] })).toEqual(['1/0', '12/1']));

test('the step that failed is open even where no error was recognised', () =>
  expect(folded({ failedSteps: new Set(['test']) })).toEqual(['1/0', '12/1', '21/1']));

test('the group that is being written is open', () =>
  expect(folded({ growing: true })).toEqual(['1/0', '12/1', '21/1']));

test('a person decides otherwise, for all and for one', () => {
  expect(folded({ errors: [25] }, foldAll(true))).toHaveLength(4);
  expect(folded({}, foldAll(false))).toEqual([]);
  expect(folded({}, setFolded(foldAll(true), groups.slice(1, 2), false))).toEqual(['1/0', '12/1', '21/1']);
});

test('knows what is around a line', () => {
  expect(groupsAround(groups, 25).map(({ from }) => from)).toEqual([11, 21]);
  expect(groupsAround(groups, 21).map(({ from }) => from)).toEqual([11]);
  expect(groupsAround(groups, 21, true).map(({ from }) => from)).toEqual([11, 21]);
});
