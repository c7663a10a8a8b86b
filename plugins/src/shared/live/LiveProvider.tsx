import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { NEVER } from 'rxjs';
import { createBridgeClient } from '../../datasource/client';
import { followChanges } from '../../datasource/stream/changes';
import { bridgeUid } from '../api/client';
import { pageVisible, sharedStream, type LiveState, type SharedStream } from './sharedStream';

const none: SharedStream = { events: NEVER, state: NEVER };
const Context = createContext<SharedStream>(none);

function open(): SharedStream {
  try {
    const client = createBridgeClient(`/api/datasources/proxy/uid/${encodeURIComponent(bridgeUid())}`);
    return sharedStream(() => followChanges(client), pageVisible(document));
  } catch {
    return none; // no data source: the page's own request says so
  }
}

/** Holds the one stream of changes that every page below listens to. */
export const LiveProvider = ({ children }: { children: ReactNode }) => {
  const [stream] = useState(open);
  return <Context.Provider value={stream}>{children}</Context.Provider>;
};

export const useStream = (): SharedStream => useContext(Context);

/** How live the page is; a page says so only when it is not. */
export function useLiveState(): LiveState {
  const { state } = useStream();
  const [now, setNow] = useState<LiveState>('connecting');
  useEffect(() => {
    const subscription = state.subscribe(setNow);
    return () => subscription.unsubscribe();
  }, [state]);
  return now;
}
