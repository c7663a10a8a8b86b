import { getBackendSrv } from '@grafana/runtime';
import type { StreamEvent } from '@summit/contracts';
import { Observable, type Subscription } from 'rxjs';
import { BridgeError, searchOf, toBridgeError, type BridgeClient, type Params } from '../client';
import { failureOf } from '../health/hops';
import { createSseParser } from './sse';

/** What a follower sees: the stream is open, something changed, or it broke and is tried again. */
export type Change =
  { kind: 'open' } | { kind: 'event'; event: StreamEvent } | { kind: 'broken'; error: BridgeError; retryMs: number };

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
/** The bridge beats every 15 s; three silent beats mean a connection that no one closed. */
const SILENCE_MS = 45_000;

const isStreamEvent = (value: unknown): value is StreamEvent =>
  typeof value === 'object' && value !== null && 'type' in value;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/**
 * Follows the bridge's changes through Grafana's proxy. A stream that ended (the bridge ends it with the caller's identity) is opened
 * again after the last event that came; one that fails is tried later and later, up to half a minute. Unsubscribing closes it upstream.
 *
 * @param params `kinds`, `run`, `issue`, … as the bridge's stream takes them
 */
export const followChanges = (client: Pick<BridgeClient, 'baseUrl'>, params: Params = {}): Observable<Change> =>
  new Observable((observer) => {
    let lastId = '';
    let retryMs = FIRST_RETRY_MS;
    let connection: Subscription | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const later = (ms: number, action: () => void) => {
      clearTimeout(timer);
      timer = setTimeout(action, ms);
    };

    const failed = (error: BridgeError) => {
      connection?.unsubscribe();
      observer.next({ kind: 'broken', error, retryMs });
      later(retryMs, connect);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    };

    const connect = () => {
      const parser = createSseParser();
      let open = false;
      let over = false;
      const request = {
        url: `${client.baseUrl}/stream?${new URLSearchParams(searchOf(params)).toString()}`,
        headers: { Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) },
      };
      const opened = () => {
        open = true;
        retryMs = FIRST_RETRY_MS;
        observer.next({ kind: 'open' });
      };
      const fail = (error: BridgeError) => {
        // An answer that is an error still ends; it counts once.
        if (!over) {
          over = true;
          failed(error);
        }
      };
      connection = getBackendSrv()
        .chunked(request)
        .subscribe({
          next: ({ ok, status, data }) => {
            if (!ok) {
              fail(new BridgeError(failureOf(status, data && parsed(new TextDecoder().decode(data))), status));
              return;
            }
            later(SILENCE_MS, () => fail(new BridgeError(failureOf(504, null), 504)));
            if (!open) {
              opened();
            }
            for (const { data: text } of data ? parser.push(data) : []) {
              const event = parsed(text);
              if (isStreamEvent(event)) {
                observer.next({ kind: 'event', event });
              }
            }
            lastId = parser.lastEventId() || lastId;
          },
          error: (error: unknown) => fail(toBridgeError(error)),
          complete: () => (open ? later(FIRST_RETRY_MS, connect) : fail(new BridgeError(failureOf(502, null), 502))),
        });
    };

    connect();
    return () => {
      clearTimeout(timer);
      connection?.unsubscribe();
    };
  });
