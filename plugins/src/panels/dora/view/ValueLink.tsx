import { locationUtil } from '@grafana/data';
import type { ReactNode } from 'react';

interface Props {
  href: string | undefined;
  className?: string;
  /** What it leads to, for who cannot see the place it stands in. */
  label: string;
  children: ReactNode;
}

/** A number that opens what it is made of; Grafana itself turns a click on it into navigation without a reload. */
export const ValueLink = ({ href, className, label, children }: Props) =>
  href ? (
    <a href={locationUtil.assureBaseUrl(href)} className={className} aria-label={label}>
      {children}
    </a>
  ) : (
    <span className={className}>{children}</span>
  );
