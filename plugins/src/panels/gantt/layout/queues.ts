import { isQueueSegment, type SpanColumns } from '../model/columns';
import { f64, i32 } from '../model/typed';

/** The waiting segments of each span's row: the first at `first[span]`, the next of the same row at `next[queue]`; -1 ends. */
export interface QueueSegments {
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly count: number;
}

/** Finds the queue spans that draw inside their parent's row. */
export const queueSegments = (spans: SpanColumns): QueueSegments => {
  const first = new Int32Array(spans.count).fill(-1);
  const next = new Int32Array(spans.count).fill(-1);
  let count = 0;
  for (let span = spans.count - 1; span >= 0; span--) {
    if (isQueueSegment(spans, span)) {
      const parent = i32(spans.parent, span);
      next[span] = i32(first, parent);
      first[parent] = span;
      count++;
    }
  }
  return { first, next, count };
};

/** Milliseconds a span waited: the sum of its queue segments, or all of it while it is itself queued. */
export const queueMs = (spans: SpanColumns, queues: QueueSegments, span: number): number => {
  let waited = 0;
  for (let queue = i32(queues.first, span); queue >= 0; queue = i32(queues.next, queue)) {
    waited += f64(spans.end, queue) - f64(spans.start, queue);
  }
  return waited;
};
