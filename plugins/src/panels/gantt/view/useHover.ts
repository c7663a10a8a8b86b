import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

import type { Hit } from '../layout/geometry';
import { placeTooltip } from './SpanTooltip';

export interface Hover {
  readonly tip: RefObject<HTMLDivElement>;
  /** The span whose tooltip shows, or -1. */
  readonly span: number;
  readonly onHover: (hit: Hit | undefined, clientX: number, clientY: number) => void;
}

const spanOf = (hit: Hit | undefined): number =>
  hit && (hit.zone === 'bar' || hit.zone === 'queue' || hit.zone === 'name') ? hit.span : -1;

/** Which span the pointer is on. React hears of it when it becomes another; the tooltip follows each move without it. */
export const useHover = (): Hover => {
  const tip = useRef<HTMLDivElement>(null);
  const pointer = useRef({ x: 0, y: 0 });
  const [span, setSpan] = useState(-1);
  const place = useCallback(() => {
    if (tip.current) {
      placeTooltip(tip.current, pointer.current.x, pointer.current.y);
    }
  }, []);
  const onHover = useCallback<Hover['onHover']>(
    (hit, x, y) => {
      pointer.current = { x, y };
      setSpan(spanOf(hit));
      place();
    },
    [place],
  );
  useLayoutEffect(place, [span, place]);
  return { tip, span, onHover };
};
