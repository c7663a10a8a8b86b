import { type ReactNode } from 'react';
import { dateTime, type TimeRange } from '@grafana/data';
import { Stack, TimeRangePicker, ToolbarButton } from '@grafana/ui';

interface Props {
  title: string;
  range: TimeRange;
  onChange: (range: TimeRange) => void;
  onRefresh: () => void;
  children?: ReactNode;
}

/** The range from and to moved by parts of its span. */
const moved = (range: TimeRange, fromBy: number, toBy: number): TimeRange => {
  const span = range.to.valueOf() - range.from.valueOf();
  const [from, to] = [dateTime(range.from.valueOf() + span * fromBy), dateTime(range.to.valueOf() + span * toBy)];
  return { from, to, raw: { from, to } };
};

/** Title, time range and refresh: the part of Grafana's toolbar that a query needs. */
export const RangeBar = ({ title, range, onChange, onRefresh, children }: Props) => (
  <Stack direction="row" justifyContent="space-between" alignItems="center" wrap="wrap">
    <h1>{title}</h1>
    <Stack direction="row" alignItems="center">
      {children}
      <TimeRangePicker
        value={range}
        timeZone="browser"
        onChange={onChange}
        onChangeTimeZone={() => undefined}
        onMoveBackward={() => onChange(moved(range, -0.5, -0.5))}
        onMoveForward={() => onChange(moved(range, 0.5, 0.5))}
        onZoom={() => onChange(moved(range, -0.5, 0.5))}
      />
      <ToolbarButton icon="sync" aria-label="Refresh" onClick={onRefresh} />
    </Stack>
  </Stack>
);
