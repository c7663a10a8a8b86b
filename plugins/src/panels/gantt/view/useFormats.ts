import type { TimeZone } from '@grafana/data';
import { useMemo } from 'react';

import { formatClock, formatClockTick, isClock } from '../format/clock';
import { formatDuration, formatOffset } from '../format/duration';
import type { Formats } from '../render/picture';

/** Whether the axis counts from the start or shows the time of day. */
export type AxisMode = 'offset' | 'clock';

export interface ViewFormats extends Formats {
  /** A time as a date in the user's zone, or from the start where times are no clock times. */
  readonly time: (offsetMs: number) => string;
}

/** The texts of the chart for one origin, axis and time zone. */
export const useFormats = (origin: number, axis: AxisMode, timeZone: TimeZone): ViewFormats =>
  useMemo(() => {
    const clock = isClock(origin);
    const time = (ms: number): string => (clock ? formatClock(origin + ms, timeZone) : formatDuration(ms));
    return clock && axis === 'clock'
      ? {
          duration: formatDuration,
          time,
          tick: (ms, stepMs) => formatClockTick(origin + ms, stepMs, timeZone),
          tickPhaseMs: origin,
        }
      : { duration: formatDuration, time, tick: formatOffset, tickPhaseMs: 0 };
  }, [origin, axis, timeZone]);
