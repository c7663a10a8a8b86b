import type { ErrorEvent, Frame } from '@summit/contracts';
import { blamedFrame, mainException } from './mainException';

/** How an event is called in lists: as people know it from Sentry. */
export interface Description {
  /** `Type: first line of the value`, or the first line of the message. */
  title: string;
  type: string | null;
  value: string | null;
  /** Where: the transaction, or the innermost in-app frame. */
  culprit: string | null;
}

const TITLE = 300;
const TYPE = 256;
const VALUE = 1000;
const CULPRIT = 300;

/** The words for an event; each is cut to what a list can show. */
export function describeEvent(event: ErrorEvent): Description {
  const exception = mainException(event);
  const frame = blamedFrame(exception);
  const culprit = cut(
    event.transaction ?? (frame === undefined ? page(event) : location(frame, event.platform)),
    CULPRIT,
  );
  if (exception === undefined || (exception.type === '' && exception.value === '')) {
    const message = event.message ?? event.messageTemplate ?? '';
    return { title: titleOf('', message, frame), type: null, value: cut(message, VALUE), culprit };
  }
  return {
    title: titleOf(exception.type, exception.value, frame),
    type: cut(exception.type, TYPE),
    value: cut(exception.value, VALUE),
    culprit,
  };
}

function titleOf(type: string, value: string, frame: Frame | undefined): string {
  const title = [type, firstLine(value)].filter((part) => part !== '').join(': ');
  return (title || (frame?.function ?? '(no message)')).slice(0, TITLE);
}

/** JavaScript's way is `function(file)`, the others' `module in function`. */
function location(frame: Frame, platform: string): string {
  const file = frame.module ?? frame.filename ?? '';
  const name = frame.function ?? '?';
  if (platform === 'javascript' || platform === 'node') return `${name}(${file || '?'})`;
  return file === '' ? name : `${file} in ${name}`;
}

function page(event: ErrorEvent): string {
  const url = event.request?.url ?? '';
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

function firstLine(value: string): string {
  return (
    value
      .trimStart()
      .slice(0, 2 * TITLE)
      .split('\n', 1)[0]
      ?.trim() ?? ''
  );
}

function cut(value: string, max: number): string | null {
  return value === '' ? null : value.slice(0, max);
}
