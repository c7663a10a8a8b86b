import type { ErrorEvent } from '@summit/contracts';
import { mainException } from '../../domain/issue/mainException';
import { stackText } from '../../domain/issue/stackText';
import { userLabel } from '../../domain/issue/userKey';

/** Loki refuses lines over 256 KB and metadata over 64 KB, Tempo cuts at 2 KB: the whole event stays with the bridge. */
const MESSAGE_LENGTH = 1024;
const STACK_LENGTH = 16 * 1024;

/**
 * What is written of an event. A batch keeps this of each event until its transaction ends, and not the event itself: hundreds of parsed stacks
 * that outlive their parsing cost the garbage collector as much as the parsing did.
 */
export interface EventHead extends Pick<
  ErrorEvent,
  'eventId' | 'timestamp' | 'platform' | 'level' | 'release' | 'environment' | 'serverName' | 'traceId' | 'spanId'
> {
  userLabel: string | null;
  /** Of the exception that is shown, '' where there is none. */
  exceptionType: string;
  exceptionMessage: string;
  /** As the platform prints it; '' without frames. */
  stack: string;
}

export function headOf(event: ErrorEvent): EventHead {
  const exception = mainException(event);
  return {
    eventId: event.eventId,
    timestamp: event.timestamp,
    platform: event.platform,
    level: event.level,
    release: event.release,
    environment: event.environment,
    serverName: event.serverName,
    traceId: event.traceId,
    spanId: event.spanId,
    userLabel: userLabel(event.user),
    exceptionType: exception?.type ?? '',
    exceptionMessage: exception?.value.slice(0, MESSAGE_LENGTH) ?? '',
    stack: exception === undefined ? '' : stackText(event, STACK_LENGTH),
  };
}
