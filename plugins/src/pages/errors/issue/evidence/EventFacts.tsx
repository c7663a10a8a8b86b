import type { ErrorEvent } from '@summit/contracts';
import { safeUrl } from '../../../../shared/url/safeUrl';
import { OutsideLink } from '../../../../shared/ui/PageLink';
import { contextParts, releasePart, requestParts, userPart } from './contexts';
import { KeyValues } from './KeyValues';

/** Who, with what, on what: the facts beside the stack. */
export const EventFacts = ({ event }: { event: ErrorEvent }) => {
  const page = safeUrl(event.request?.url);
  return (
    <div data-testid="facts">
      {[...userPart(event), ...releasePart(event), ...requestParts(event)].map(({ label, values }) => (
        <KeyValues key={label} label={label} values={values} />
      ))}
      {page && (
        <OutsideLink href={page} size="sm" variant="secondary" fill="text" icon="external-link-alt">
          Open the address
        </OutsideLink>
      )}
      {contextParts(event.contexts).map(({ label, values }) => (
        <KeyValues key={label} label={label} values={values} />
      ))}
    </div>
  );
};
