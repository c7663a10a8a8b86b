import type { DoraChange } from '@summit/contracts';
import { safeUrl } from '../../shared/url/safeUrl';

/** A change as it is called, with its number, linked to the provider; of a commit without a change its first digits. */
export const ChangeTitle = ({ change }: { change: DoraChange }) => {
  const url = safeUrl(change.url);
  const name = `${change.number === null ? change.commit.slice(0, 7) : `#${change.number}`} ${change.title}`;
  return url ? (
    <a href={url} target="_blank" rel="noreferrer">
      {name}
    </a>
  ) : (
    <span>{name}</span>
  );
};
