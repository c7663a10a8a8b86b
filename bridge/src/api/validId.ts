import { uuidId, numberId } from './paging/cursor';

/** Ids come from paths: what cannot be an id is looked up nowhere, and answers as one that does not exist. */
export const textOf = (id: string): string | null => (id.length <= 300 && !id.includes('\0') ? id : null);
export const bigintOf = (id: string): string | null => (numberId.test(id) ? id : null);
export const uuidOf = (id: string): string | null => (uuidId.test(id) ? id : null);
/** Event ids are 32 hex digits on the wire, with or without dashes. */
export const eventIdOf = (id: string): string | null => {
  const digits = id.toLowerCase().replaceAll('-', '');
  return /^[0-9a-f]{32}$/.test(digits) ? digits : null;
};
