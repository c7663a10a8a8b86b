import type { AnnotationLevel, LogAnnotation, LogGroup, RunSpan } from '@summit/contracts';
import { useMemo } from 'react';
import { failedSteps, type JobLog } from '../data/order';
import { useContents } from '../data/useLog';
import type { Trouble } from '../folding/foldState';

const noGroups: readonly LogGroup[] = [];
const noAnnotations: readonly LogAnnotation[] = [];

const linesOf = (items: readonly LogAnnotation[], level: AnnotationLevel): readonly number[] => [
  ...new Set(items.filter((item) => item.level === level).map(({ line }) => line)),
];

/** The level of each line that has one; an error outweighs a warning. */
function levelsOf(items: readonly LogAnnotation[]): ReadonlyMap<number, AnnotationLevel> {
  const levels = new Map<number, AnnotationLevel>();
  for (const { line, level } of items) if (levels.get(line) !== 'error') levels.set(line, level);
  return levels;
}

/** Groups and annotations of a log, and what follows from them. */
export function useLogContents(path: string, { log, job }: JobLog, spans: readonly RunSpan[], running: boolean) {
  const { outline, annotations } = useContents(path, log);
  const items = annotations.data?.items ?? noAnnotations;
  const errors = useMemo(() => linesOf(items, 'error'), [items]);
  const levels = useMemo(() => levelsOf(items), [items]);
  const steps = useMemo(() => failedSteps(job, spans), [job, spans]);
  const growing = running && !log.final;
  const trouble = useMemo<Trouble>(() => ({ errors, failedSteps: steps, growing }), [errors, steps, growing]);
  return {
    outline,
    annotations,
    groups: outline.data?.groups ?? noGroups,
    errors,
    levels,
    trouble,
    growing,
    /** Both are known, or it is known that they are not to be had. */
    ready: !outline.loading && !annotations.loading,
  };
}
