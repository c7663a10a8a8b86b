import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { queueMs } from '../layout/queues';
import { durationOf, kindAt, nameOf, serviceOf, statusAt } from '../model/columns';
import { STATUS_WORD } from '../model/status';
import { f64, i32, u8 } from '../model/typed';
import { remarks } from './describe';
import { StatusMark } from './StatusMark';
import type { GanttModel } from './useGanttModel';
import type { ViewFormats } from './useFormats';

export interface SpanFactsProps {
  readonly model: GanttModel;
  readonly formats: ViewFormats;
  readonly span: number;
}

/** Milliseconds of the critical path that lie in one span. */
const onPathMs = (model: GanttModel, span: number): number => {
  const path = model.critical;
  let total = 0;
  if (path && u8(path.onPath, span)) {
    for (let i = 0; i < path.span.length; i++) {
      total += i32(path.span, i) === span ? f64(path.end, i) - f64(path.start, i) : 0;
    }
  }
  return total;
};

/** A span's name, outcome and times; text only, since names come from outside. */
export const SpanFacts = ({ model, formats, span }: SpanFactsProps) => {
  const styles = useStyles2(getStyles);
  const { spans, queues } = model;
  const status = statusAt(spans, span);
  const queued = queueMs(spans, queues, span);
  const critical = onPathMs(model, span);
  const facts: (readonly [string, string])[] = [
    ...(queued > 0 ? [['Queue', formats.duration(queued)] as const] : []),
    [
      kindAt(spans, span) === 'queue' ? 'Waited' : queued > 0 ? 'Work' : 'Duration',
      formats.duration(durationOf(spans, span)),
    ],
    ['Starts', `${formats.duration(f64(spans.start, span))} after the beginning`],
    ['At', formats.time(f64(spans.start, span))],
    ...(critical > 0 ? [['Critical path', formats.duration(critical)] as const] : []),
    ...remarks(spans, span).map((remark) => ['Note', remark] as const),
  ];
  return (
    <>
      <div className={styles.name}>{nameOf(spans, span) || '(no name)'}</div>
      <div className={styles.status}>
        <StatusMark status={status} as="icon" />
        {STATUS_WORD[status]}
        {serviceOf(spans, span) !== '' && <span className={styles.service}>{serviceOf(spans, span)}</span>}
      </div>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={`${label} ${value}`} className={styles.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  status: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), margin: theme.spacing(0.25, 0) }),
  service: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  facts: css({ margin: 0 }),
  fact: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    '& dt': { color: theme.colors.text.secondary, fontWeight: 'inherit' },
    '& dd': { margin: 0, textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  }),
});
