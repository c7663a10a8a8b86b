import type { NavModelItem } from '@grafana/data';
import { config } from '@grafana/runtime';

/** The nav item of an address: the deepest whose url the path begins with. */
export const navItemOf = (pathname: string): NavModelItem | undefined =>
  config.bootData.navTree
    .flatMap((root) => [root, ...(root.children ?? [])])
    .filter(({ url }) => url && (pathname === url || pathname.startsWith(`${url}/`)))
    .sort((a, b) => (b.url?.length ?? 0) - (a.url?.length ?? 0))[0];
