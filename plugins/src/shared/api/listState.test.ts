import { addPage, mergeLive } from './listState';

const rows = [
  { id: 'a', n: 1 },
  { id: 'b', n: 1 },
];

test('a live change replaces its row where it stands', () => {
  expect(mergeLive(rows, { id: 'b', n: 2 })).toEqual({ rows: [rows[0], { id: 'b', n: 2 }], known: true });
});

test('what is not listed is told, and moves nothing', () => {
  expect(mergeLive(rows, { id: 'c', n: 1 })).toEqual({ rows, known: false });
});

test('a row that moved to the next page meanwhile is not listed twice', () => {
  expect(
    addPage(rows, [
      { id: 'b', n: 2 },
      { id: 'c', n: 1 },
    ]).map(({ id }) => id),
  ).toEqual(['a', 'b', 'c']);
});
