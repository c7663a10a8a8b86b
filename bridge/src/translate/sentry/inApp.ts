/**
 * Paths whose frames are not the application's own, whatever the SDK says: browsers' SDKs mark everything in-app. One expression without
 * nested repetition, for it runs twice for each frame of each event on paths that come from outside.
 */
const FOREIGN_PATH = new RegExp(
  [
    String.raw`(?:^|[/\\])(?:node_modules|site-packages|dist-packages|@babel)[/\\]`,
    String.raw`(?:^|/)webpack/(?:bootstrap|runtime)`,
    String.raw`^(?:node:|internal/|<frozen |\[native code\]|native code)`,
    String.raw`-extension://|/vendor/bundle/|/\.cargo/registry/`,
    // Python's standard library; the packages beside it are in site-packages.
    String.raw`/lib/python\d(?:\.\d{1,3})?/`,
  ].join('|'),
);

const FOREIGN_MODULE = /^(?:javax?|jdk|sun|com\.sun|kotlinx?|scala|androidx?|dalvik)\./;

/** Whether path and module say that the frame belongs to a library or to the runtime. */
export function isForeign(paths: readonly (string | undefined)[], module: string | undefined): boolean {
  return (
    paths.some((path) => path !== undefined && FOREIGN_PATH.test(path)) ||
    (module !== undefined && FOREIGN_MODULE.test(module))
  );
}
