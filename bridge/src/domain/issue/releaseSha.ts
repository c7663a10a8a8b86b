/** The commit that a release names: the version itself, `name@sha`, or `name@1.2.3+sha`. Null when it names none. */
export function releaseSha(version: string): string | null {
  const at = version.lastIndexOf('@');
  const rest = version.slice(at + 1);
  const build = rest.lastIndexOf('+');
  const candidate = rest.slice(build + 1).toLowerCase();
  if (!/^[0-9a-f]{7,64}$/.test(candidate)) return null;
  // A shorter run of digits alone is a date or a build number.
  return candidate.length >= 40 || /[a-f]/.test(candidate) ? candidate : null;
}
