import { useEffect, useMemo, useState } from 'react';

import { withNow } from '../model/build';
import type { SpanColumns } from '../model/columns';

const TICK_MS = 1000;

/** The spans with those still running growing once a second; spans that are all over are returned as they are. */
export const useLiveSpans = (spans: SpanColumns, clock: () => number): SpanColumns => {
  const [now, setNow] = useState<number>();
  const { hasLive } = spans;
  useEffect(() => {
    if (!hasLive) {
      return undefined;
    }
    const timer = setInterval(() => setNow(clock()), TICK_MS);
    return () => clearInterval(timer);
  }, [hasLive, clock]);
  return useMemo(() => (now === undefined ? spans : withNow(spans, now)), [spans, now]);
};
