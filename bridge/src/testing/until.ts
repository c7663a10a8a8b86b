type Given<T> = Exclude<T, undefined | null | false>;

/**
 * Asks again and again until `read` gives something other than undefined, null or false, and gives that back. Throws when that does not come
 * in time; `what` is then said to be missing.
 */
export async function until<T>(
  read: () => T | Promise<T>,
  what: string | (() => string) = 'what the test waits for',
  timeoutMs = 30_000,
): Promise<Given<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (given(value)) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

const given = <T>(value: T): value is Given<T> => value !== undefined && value !== null && value !== false;
