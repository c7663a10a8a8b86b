import type { ErrorEvent, ExceptionValue, Frame } from '@summit/contracts';

const FRAMES = 60;

/**
 * The exception chain as text, as its language prints it: Python with the innermost frame last and causes first, others with the innermost
 * frame first and causes below. Cut to `maxLength` UTF-16 units; empty when no exception has frames.
 */
export function stackText(event: ErrorEvent, maxLength: number): string {
  if (event.exceptions.every((exception) => exception.frames.length === 0)) return '';
  const python = event.platform === 'python';
  const texts = event.exceptions.map((exception) => (python ? pythonText(exception) : usualText(exception)));
  const text = python ? texts.join('\n\nThe above exception led to:\n\n') : texts.reverse().join('\nCaused by: ');
  return text.length > maxLength ? text.slice(0, maxLength) : text;
}

function heading(exception: ExceptionValue): string {
  return [exception.type, exception.value.slice(0, 1024)].filter((part) => part !== '').join(': ');
}

function usualText(exception: ExceptionValue): string {
  const lines = exception.frames.slice(-FRAMES).map(usualFrame).reverse();
  return [heading(exception), ...lines].join('\n');
}

function usualFrame(frame: Frame): string {
  const name = frame.function ?? '<anonymous>';
  const where = position(frame);
  return where === '' ? `    at ${name}` : `    at ${name} (${where})`;
}

function pythonText(exception: ExceptionValue): string {
  const lines = exception.frames
    .slice(-FRAMES)
    .map(
      (frame) =>
        `  File "${frame.filename ?? frame.module ?? '?'}", line ${frame.lineno ?? '?'}, in ${frame.function ?? '?'}`,
    );
  return ['Traceback (most recent call last):', ...lines, heading(exception)].join('\n');
}

function position(frame: Frame): string {
  const file = frame.filename ?? frame.module ?? frame.absPath ?? '';
  return [file, frame.lineno, frame.colno].filter((part) => part !== undefined && part !== '').join(':');
}
