import type { Logger } from 'pino';

const deadlineMs = 9_000;

/**
 * Stops once, on the first SIGTERM or SIGINT, and exits 0. A stop that hangs is ended after nine seconds: everything acknowledged is in the
 * database, so that loses nothing. A second signal ends at once.
 */
export function stopOnSignals(log: Logger, stop: () => Promise<void>): void {
  const state = { stopping: false };
  const onSignal = (signal: NodeJS.Signals) => {
    if (state.stopping) process.exit(1);
    state.stopping = true;
    log.info({ signal }, 'stopping');
    const timer = setTimeout(() => {
      log.error('stopping took too long');
      process.exit(1);
    }, deadlineMs);
    stop().then(
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
