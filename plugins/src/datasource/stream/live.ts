import { LoadingState, type DataFrame, type DataQueryResponse } from '@grafana/data';
import {
  catchError,
  defer,
  from,
  map,
  merge,
  of,
  partition,
  share,
  switchMap,
  throttleTime,
  type Observable,
} from 'rxjs';
import { failedResponse } from '../failedResponse';
import type { Change } from './changes';

/** Changes come in bursts (a matrix of jobs, a wave of errors): a list is read again at most this often. */
const REFRESH_MS = 500;

const withNotice = (frame: DataFrame, text: string): DataFrame => ({
  ...frame,
  meta: { ...frame.meta, notices: [...(frame.meta?.notices ?? []), { severity: 'warning', text }] },
});

const brokenNotice = (change: Change): string =>
  change.kind === 'broken'
    ? `Live updates stopped: ${change.error.message} Next try in ${Math.round(change.retryMs / 1000)} s.`
    : '';

/**
 * A result that follows the bridge: `load` at once, when the stream is open, and again at each change. Reading again, instead of
 * patching rows, keeps filters, order and limit right. While the stream is broken the last result stays, with a notice that says so.
 */
export const liveFrames = (
  key: string,
  load: () => Promise<DataFrame[]>,
  changes: Observable<Change>,
): Observable<DataQueryResponse> =>
  defer(() => {
    let last: DataFrame[] = [];
    const answer = (data: DataFrame[]): DataQueryResponse => ({ key, data, state: LoadingState.Streaming });
    const reload = () =>
      from(load()).pipe(
        map((frames) => {
          last = frames;
          return answer(frames);
        }),
        // The stream goes on: the next change, or its coming back, reads again.
        catchError((error: unknown) => of(failedResponse(key, error))),
      );
    const [broken, news] = partition(changes.pipe(share()), ({ kind }) => kind === 'broken');
    return merge(
      // The first result does not wait for the stream, which may be slow to open or refused.
      reload(),
      broken.pipe(map((change) => answer(last.map((frame) => withNotice(frame, brokenNotice(change)))))),
      news.pipe(throttleTime(REFRESH_MS, undefined, { leading: true, trailing: true }), switchMap(reload)),
    );
  });
