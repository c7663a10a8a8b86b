/** Links from outside are shown as links, so only http and https count as one. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}
