import { dateTime, rangeUtil, type RawTimeRange, type TimeRange } from '@grafana/data';

const rawOf = (value: string): RawTimeRange['from'] => (/^\d+$/.test(value) ? dateTime(Number(value)) : value);

/** A range of what addresses carry: `now-6h`, ISO times or milliseconds. */
export const timeRangeOf = (from: string, to: string): TimeRange =>
  rangeUtil.convertRawToRange({ from: rawOf(from), to: rawOf(to) });

const textOf = (value: RawTimeRange['from']): string => (typeof value === 'string' ? value : String(value.valueOf()));

export const rawRangeTexts = ({ raw }: TimeRange): { from: string; to: string } => ({
  from: textOf(raw.from),
  to: textOf(raw.to),
});
