import { isNativeError } from 'node:util/types';

/** What pg and its pool say, in words alone, of a connection that was lost, cut or not had in time. */
const words =
  /Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered|Client was closed/;
/** SQLSTATE classes: connection, out of resources, shutting down or starting, system error. */
const classes = /^(08|53|57P|58)/;
/** What the system says of a socket: refused, reset, unreachable, no such host, no room in the backlog, no descriptor left. */
const systemCode = /^E(?!RR_)[A-Z_]+$/;

/** Whether an error is of the connection to the database or of its state, and so no fault of what was asked: it can be asked again later. */
export function isOutage(error: unknown): boolean {
  // Also of another realm, as errors of sockets are under Jest.
  if (!isNativeError(error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' ? words.test(error.message) : classes.test(code) || systemCode.test(code);
}
