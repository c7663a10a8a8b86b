import { locationUtil } from '@grafana/data';
import { LinkButton } from '@grafana/ui';
import type { ComponentProps } from 'react';

/** A button that leads to a page of this Grafana, also where it is served below a path. */
export const PageLink = ({ href, ...props }: ComponentProps<typeof LinkButton> & { href: string }) => (
  <LinkButton {...props} href={locationUtil.assureBaseUrl(href)} />
);

/** A button that leads out, to an address that was found safe. */
export const OutsideLink = ({ href, ...props }: ComponentProps<typeof LinkButton> & { href: string }) => (
  <LinkButton {...props} href={href} target="_blank" rel="noreferrer" />
);
