/** A release as people read it: a commit hash in it is cut to seven digits. The whole name belongs into a title. */
export const shortRelease = (version: string): string =>
  version.replace(/\b([0-9a-f]{7})[0-9a-f]{33}(?:[0-9a-f]{24})?\b/, '$1');
