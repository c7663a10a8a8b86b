import type { ErrorEvent, ExceptionValue, Frame } from '@summit/contracts';

/** An event with one exception, for tables of examples. */
export function eventOf(
  platform: string,
  frames: Partial<Frame>[],
  more: { type?: string; value?: string; exception?: Partial<ExceptionValue>; event?: Partial<ErrorEvent> } = {},
): ErrorEvent {
  return {
    eventId: 'a'.repeat(32),
    timestamp: '2026-11-20T12:00:00.000Z',
    platform,
    level: 'error',
    exceptions: [
      {
        type: more.type ?? 'Error',
        value: more.value ?? 'went wrong',
        frames: frames.map((frame) => ({ inApp: true, ...frame })),
        ...more.exception,
      },
    ],
    fingerprint: [],
    tags: {},
    contexts: {},
    breadcrumbs: [],
    ...more.event,
  };
}

export function messageOf(message: string, more: Partial<ErrorEvent> = {}): ErrorEvent {
  return { ...eventOf('python', []), exceptions: [], message, ...more };
}
