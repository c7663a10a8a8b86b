import { useEffect, useRef, type RefObject } from 'react';

import type { Scene } from './scene/scene';

/** Brings a newly selected span into view, wherever the selection came from, and reports it. */
export const useSelection = (
  selectedId: string | undefined,
  selected: number,
  scene: RefObject<Scene>,
  onSelect: ((spanId: string | undefined) => void) | undefined,
): void => {
  const latest = useRef({ selected, onSelect });
  const reported = useRef<string>(undefined);
  useEffect(() => {
    latest.current = { selected, onSelect };
  });
  useEffect(() => {
    scene.current?.reveal(latest.current.selected, true);
    if (reported.current !== selectedId) {
      reported.current = selectedId;
      latest.current.onSelect?.(selectedId);
    }
  }, [selectedId, scene]);
};
