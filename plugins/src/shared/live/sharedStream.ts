import type { StreamEvent } from '@summit/contracts';
import {
  BehaviorSubject,
  concat,
  distinctUntilChanged,
  EMPTY,
  filter,
  fromEvent,
  map,
  merge,
  mergeMap,
  NEVER,
  Observable,
  of,
  share,
  startWith,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import type { Change } from '../../datasource/stream/changes';

export type LiveState = 'connecting' | 'open' | 'broken';

export interface SharedStream {
  /** The bridge's changes; `reset` comes too when a break may have lost some. */
  events: Observable<StreamEvent>;
  state: Observable<LiveState>;
}

const lingerMs = 2000;
const reset: StreamEvent = { type: 'reset' };

/** A change as events: what opens again after a break may have missed some, whatever the server could resume from. */
function asEvents(change: Change, before: LiveState): Observable<StreamEvent> {
  if (change.kind === 'event') return of(change.event);
  return change.kind === 'open' && before === 'broken' ? of(reset) : EMPTY;
}

/**
 * One connection for all listeners of a browser tab: browsers open at most six to a host over HTTP/1.1, and each stream holds one for good.
 * For the same reason `visible` false lets go of it; what was missed then is made up by a `reset`.
 */
export function sharedStream(follow: () => Observable<Change>, visible: Observable<boolean>): SharedStream {
  const state = new BehaviorSubject<LiveState>('connecting');
  const followed = new Observable<Change>((observer) => follow().subscribe(observer));
  const events = visible.pipe(
    distinctUntilChanged(),
    switchMap((shown, round) => {
      if (!shown) return NEVER;
      const changes = followed.pipe(
        map((change) => ({ change, before: state.value })),
        tap(({ change }) => change.kind !== 'event' && state.next(change.kind)),
        mergeMap(({ change, before }) => asEvents(change, before)),
      );
      return round === 0 ? changes : concat(of(reset), changes);
    }),
    share({ resetOnRefCountZero: () => timer(lingerMs) }),
  );
  return { events, state };
}

const hiddenForMs = 60_000;

/** Whether the page is seen; a minute of being hidden counts, a glance at another tab does not. */
export function pageVisible(page: Document): Observable<boolean> {
  const visible = merge(fromEvent(page, 'visibilitychange')).pipe(
    startWith(null),
    map(() => page.visibilityState === 'visible'),
    distinctUntilChanged(),
  );
  return visible.pipe(
    switchMap((shown) => (shown ? of(true) : timer(hiddenForMs).pipe(map(() => false)))),
    filter((shown, index) => shown || index > 0),
  );
}
