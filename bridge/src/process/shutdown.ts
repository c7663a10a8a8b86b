import type { Logger } from 'pino';

const deadlineMs = 8_000;

export interface Stopping {
  /** Called at once: the bridge says that it is not ready, and still takes requests. */
  leave: () => void;
  /** How long whoever sends gets to see that, after SIGTERM. */
  drainMs: number;
  stop: () => Promise<void>;
}

/**
 * Leaves and stops once, on the first SIGTERM or SIGINT, and exits 0. A person at a terminal (SIGINT) is not kept waiting for load
 * balancers. A stop that hangs is ended after eight seconds: everything acknowledged is in the database, so that loses nothing. A second
 * SIGINT ends at once; a SIGTERM after it is only a supervisor that says the same.
 */
export function stopOnSignals(log: Logger, { leave, drainMs, stop }: Stopping): void {
  const state = { first: null as NodeJS.Signals | null };
  const onSignal = (signal: NodeJS.Signals) => {
    if (state.first !== null) {
      if (signal === 'SIGINT' && state.first === 'SIGINT') process.exit(1);
      return;
    }
    state.first = signal;
    log.info({ signal }, 'stopping');
    leave();
    const waitMs = signal === 'SIGTERM' ? drainMs : 0;
    const timer = setTimeout(() => {
      log.error('stopping took too long');
      process.exit(1);
    }, waitMs + deadlineMs);
    const waited = new Promise<void>((done) => setTimeout(done, waitMs));
    waited.then(stop).then(
      () => {
        clearTimeout(timer);
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
