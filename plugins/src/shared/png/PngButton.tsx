import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import { Button, useTheme2 } from '@grafana/ui';
import { useState } from 'react';
import { download, today } from '../download';
import { nameOf, scaleOf } from './picture';

/** The page without Grafana's menu, the room that is left for it, and what pops up: that stands beside the page, before it. */
function content(): HTMLElement {
  const main = document.getElementById('pageContent') ?? document.body;
  return main.lastElementChild instanceof HTMLElement ? main.lastElementChild : main;
}

/** Buttons of the page are no part of its picture. */
const pictured = (node: Node): boolean => !(node instanceof HTMLElement && 'unpictured' in node.dataset);

/** Saves the page as it is seen, all of its length, as a picture for a report or a chat. */
export const PngButton = () => {
  const theme = useTheme2();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const { domToBlob } = await import('modern-screenshot');
      const page = content();
      const [width, height] = [page.scrollWidth, page.scrollHeight];
      const picture = await domToBlob(page, {
        width,
        height,
        scale: scaleOf(width, height, window.devicePixelRatio),
        filter: pictured,
        backgroundColor: theme.colors.background.canvas,
        // What stands in for a picture that cannot be read, such as a person's on another host, is left empty.
        timeout: 5000,
      });
      download(`${nameOf(window.location.pathname)}-${today()}.png`, picture);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'The browser does not say why.';
      getAppEvents().publish({ type: AppEvents.alertError.name, payload: ['No picture was saved', why] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="secondary"
      icon={busy ? 'spinner' : 'camera'}
      tooltip="Save the page as a picture"
      disabled={busy}
      onClick={() => void save()}
    >
      PNG
    </Button>
  );
};
