import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';

import { paletteOf, type Palette } from '../render/palette';

/** The chart's colours in the theme of the user. */
export const usePalette = (): Palette => {
  const theme = useTheme2();
  return useMemo(() => paletteOf(theme), [theme]);
};
