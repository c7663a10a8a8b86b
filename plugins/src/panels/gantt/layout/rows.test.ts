import fc from 'fast-check';

import { isQueueSegment } from '../model/columns';
import { anySpans, spansOf } from '../model/testSpans';
import { collapseAll, collapsedFlags, toggled, uncover } from './collapse';
import { queueMs, queueSegments } from './queues';
import { layoutRows } from './rows';

const tree = spansOf([
  { id: 'run', start: 0, end: 100 },
  { id: 'build', parent: 'run', start: 10, end: 40 },
  { id: 'wait', parent: 'build', kind: 'queue', start: 0, end: 10 },
  { id: 'compile', parent: 'build', start: 12, end: 38 },
  { id: 'test', parent: 'run', start: 50, end: 100 },
  { id: 'wait 2', parent: 'test', kind: 'queue', start: 40, end: 45 },
  { id: 'wait 3', parent: 'test', kind: 'queue', start: 46, end: 50 },
]);
const none = new Uint8Array(tree.count);
const at = (id: string): number => tree.indexOf(id);
const shown = (rows: { readonly span: Int32Array }): string[] => Array.from(rows.span, (span) => tree.ids[span] ?? '');

describe('rows', () => {
  it('give every span one, except waiting time, which is in the row of its job', () => {
    const rows = layoutRows(tree, { collapsed: none });
    expect(shown(rows)).toEqual(['run', 'build', 'compile', 'test']);
    expect(rows.rowOf[at('wait')]).toBe(rows.rowOf[at('build')]);
    expect(rows.rowOf[at('wait 3')]).toBe(rows.rowOf[at('test')]);
  });

  it('give waiting time a row where it has no parent, or children', () => {
    const odd = spansOf([
      { id: 'alone', kind: 'queue', start: 0, end: 1 },
      { id: 'root', start: 0, end: 9 },
      { id: 'with child', parent: 'root', kind: 'queue', start: 1, end: 2 },
      { id: 'child', parent: 'with child', start: 1, end: 2 },
    ]);
    expect(layoutRows(odd, { collapsed: new Uint8Array(4) }).count).toBe(4);
  });

  it('hide what is under a collapsed span, and tell that it is there', () => {
    const rows = layoutRows(tree, { collapsed: collapsedFlags(tree, ['build', 'unheard of']) });
    expect(shown(rows)).toEqual(['run', 'build', 'test']);
    expect(rows.rowOf[at('compile')]).toBe(rows.rowOf[at('build')]);
  });

  it('keep the ancestors of what is to be shown only', () => {
    const only = collapsedFlags(tree, ['compile']);
    const rows = layoutRows(tree, { collapsed: none, only });
    expect(shown(rows)).toEqual(['run', 'build', 'compile']);
    expect(rows.rowOf[at('test')]).toBe(-1);
    expect(layoutRows(tree, { collapsed: none, only: none }).count).toBe(0);
  });

  it('lose no span and keep the order, whatever is collapsed', () => {
    fc.assert(
      fc.property(anySpans, fc.array(fc.nat({ max: 40 }), { maxLength: 6 }), (input, closed) => {
        const spans = spansOf(input);
        const collapsed = new Uint8Array(spans.count);
        closed.forEach((span) => {
          if (span < spans.count) {
            collapsed[span] = 1;
          }
        });
        const rows = layoutRows(spans, { collapsed });
        const order = Array.from(rows.span);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (let span = 0; span < spans.count; span++) {
          const row = rows.rowOf[span] ?? -1;
          const shownSpan = rows.span[row] ?? -1;
          // Each span is its row's own, waits in it, or is hidden under it.
          expect(shownSpan).toBeGreaterThanOrEqual(0);
          expect(shownSpan <= span && span < (spans.last[shownSpan] ?? 0)).toBe(true);
          expect(shownSpan === span || isQueueSegment(spans, span) || collapsed.some((flag) => flag === 1)).toBe(true);
        }
      }),
    );
  });
});

describe('waiting time', () => {
  it('adds up over the segments of a row', () => {
    const queues = queueSegments(tree);
    expect([queueMs(tree, queues, at('test')), queueMs(tree, queues, at('run')), queues.count]).toEqual([9, 0, 3]);
    expect(queues.first[at('test')]).toBe(at('wait 2'));
    expect(queues.next[at('wait 2')]).toBe(at('wait 3'));
  });
});

describe('collapsing', () => {
  it('everything leaves a single root open', () => {
    expect(collapseAll(tree)).toEqual(['build']);
    const two = spansOf([
      { id: 'a', start: 0, end: 1 },
      { id: 'a1', parent: 'a', start: 0, end: 1 },
      { id: 'b', start: 2, end: 3 },
    ]);
    expect(collapseAll(two)).toEqual(['a']);
  });

  it('opens what hides a span and nothing else', () => {
    expect(uncover(tree, ['run', 'test'], at('compile'))).toEqual(['test']);
    const untouched = ['test'];
    expect(uncover(tree, untouched, at('compile'))).toBe(untouched);
  });

  it('adds and takes away without repeating', () => {
    expect(toggled(['a', 'b'], 'a', true)).toEqual(['b', 'a']);
    expect(toggled(['a', 'b'], 'a', false)).toEqual(['b']);
  });
});
