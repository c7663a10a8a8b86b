import pino, { type Logger } from 'pino';

/** JSON lines on stderr; stdout is for what people and scripts read. pino escapes control characters, so input cannot forge a line. */
export function openLog(level: string, name: string): Logger {
  const serializers = { err: describeError };
  return pino(
    { level, name, serializers, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Only what explains an error: drivers hang whole connections, with their settings, on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}
