/** An answer that is not a success, in the shape that all doors share: `{"detail","causes"}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 429 | 503,
    readonly detail: string,
    readonly causes: readonly string[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** The database or the queue cannot take more now. */
export function busy(detail: string, retryAfterSeconds = 2): Refusal {
  return new Refusal(503, detail, [], { 'retry-after': String(retryAfterSeconds) });
}
