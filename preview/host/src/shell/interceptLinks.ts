import { locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';

const isPlainClick = (event: MouseEvent): boolean =>
  !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;

/** An address of the preview's own router, without the prefix of the React version; null for all else. */
const ownAddress = (anchor: Element | null): string | null => {
  const href = anchor?.getAttribute('href') ?? '';
  if (!href.startsWith('/') || href.startsWith('//') || anchor?.hasAttribute('target')) {
    return null;
  }
  const url = locationUtil.stripBaseFromUrl(href);
  return /^\/(react18|react19|public|api)(\/|$)/.test(url) ? null : url;
};

/** Grafana's links are plain anchors; a click on one of its own addresses becomes a push on the history. */
export const interceptLinks = (event: MouseEvent): void => {
  const url = isPlainClick(event) && event.target instanceof Element ? ownAddress(event.target.closest('a')) : null;
  if (url !== null) {
    event.preventDefault();
    locationService.push(url);
  }
};
