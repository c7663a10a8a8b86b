/** Token buckets, one for each project. */
export interface Quota {
  /** 0 when the request may pass; else seconds until it may. */
  take(projectId: string): number;
}

const maxRetrySeconds = 60;

/** `perSecond` 0 lets everything pass. */
export function tokenBuckets(perSecond: number, burst: number, now: () => number): Quota {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(projectId) {
      if (perSecond === 0) return 0;
      const at = now();
      const bucket = buckets.get(projectId) ?? { tokens: burst, at };
      // A clock that steps back must not take tokens away.
      const elapsed = Math.max(0, at - bucket.at) / 1000;
      bucket.tokens = Math.min(burst, bucket.tokens + elapsed * perSecond);
      bucket.at = at;
      buckets.set(projectId, bucket);
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.min(maxRetrySeconds, Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)));
    },
  };
}
