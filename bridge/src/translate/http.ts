/** Longer than any address that leads anywhere. */
const MAX_URL = 2000;

/** The link as it may be shown and stored: http or https, and without a name and password, which are somebody's. Undefined for any other. */
export function safeLink(text: string): string | undefined {
  if (text.length > MAX_URL || !isHttpUrl(text)) return undefined;
  const url = new URL(text);
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.toString();
}

/** Links from outside are shown as links, so only http and https count as one. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}
