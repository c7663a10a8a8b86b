import type { ErrorEvent, ExceptionValue, Frame } from '@summit/contracts';

/** The exception that names an event: what was thrown last, whose causes come before it. */
export function mainException(event: ErrorEvent): ExceptionValue | undefined {
  return event.exceptions.at(-1);
}

/** The frame that an exception is blamed on: the innermost of the application, or else the innermost. */
export function blamedFrame(exception: ExceptionValue | undefined): Frame | undefined {
  const frames = exception?.frames ?? [];
  return frames.findLast((frame) => frame.inApp) ?? frames.at(-1);
}
