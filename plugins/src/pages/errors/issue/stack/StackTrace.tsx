import type { ErrorEvent } from '@summit/contracts';
import { ExceptionBlock } from './ExceptionBlock';

interface Props {
  event: ErrorEvent;
  /** `<exception>-<frame>`, both by their place in the payload, from the URL. */
  frame: string;
  link: (frame: string) => string;
}

function linkedFrame(text: string, exception: number): number | null {
  const [, which, frame] = /^(\d{1,4})-(\d{1,5})$/.exec(text) ?? [];
  return which !== undefined && Number(which) === exception ? Number(frame) : null;
}

/** The exceptions of an event, what was thrown last on top and its causes below. */
export const StackTrace = ({ event, frame, link }: Props) => {
  const exceptions = event.exceptions.map((exception, index) => ({ exception, index })).reverse();
  if (exceptions.length === 0) return <p>{event.message ?? 'This event has neither an exception nor a message.'}</p>;
  return (
    <>
      {exceptions.map(({ exception, index }, place) => (
        <ExceptionBlock
          key={`${event.eventId}/${index}`}
          exception={exception}
          causes={place > 0}
          linked={linkedFrame(frame, index)}
          link={(at) => link(`${index}-${at}`)}
        />
      ))}
    </>
  );
};
