/** Without the slashes at the end and without the API's own path, which people copy with it. */
export const cleanApiUrl = (value: string): string =>
  value
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api\/v1$/, '');

/** Why an address cannot be used, or null. An empty one is not yet wrong. */
export const apiUrlProblem = (value: string): string | null => {
  if (value === '') {
    return null;
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    return 'Enter an address that begins with http:// or https://';
  }
  return url.search || url.hash ? 'Leave out what follows ? or #' : null;
};
