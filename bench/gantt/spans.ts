import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';

/** A small seeded generator (mulberry32): the same spans on every run. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const JOBS = ['build', 'lint', 'unit', 'integration', 'e2e', 'package', 'scan', 'deploy'];
const STEPS = [
  'Set up job',
  'Checkout',
  'Restore cache',
  'Install dependencies',
  'Compile',
  'Run tests',
  'Upload report',
];
const SERVICES = ['shop', 'payments', 'search', 'accounts', 'web', 'runner'];
const ORIGIN = Date.UTC(2026, 0, 15, 9, 0, 0);
const RUN_END = ORIGIN + 45 * 60_000;

interface Row {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: string;
  readonly service: string;
  readonly status: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The spans of a large build as Summit's data source gives them: a run of matrix jobs, each with waiting time and steps, and in the
 * steps the spans of what they ran, a few per cent of them failed.
 */
export const buildFrame = (count: number, seed = 1, failing = 0.02): DataFrame => {
  const random = seeded(seed);
  const rows: Row[] = [];
  const pick = (texts: readonly string[]): string => texts[Math.floor(random() * texts.length)] ?? '';
  const add: Add = (parentSpanId, name, kind, status, start, end) => {
    const spanId = `s${rows.length}`;
    if (rows.length < count) {
      rows.push({ spanId, parentSpanId, name, kind, service: pick(SERVICES), status, start, end });
    }
    return spanId;
  };
  const run = add('', 'main-ci #4182', 'run', 'failed', ORIGIN, RUN_END);
  for (let job = 0; rows.length < count; job++) {
    const queued = ORIGIN + random() * 20 * 60_000;
    const start = queued + random() * 90_000;
    const end = Math.min(start + 60_000 + random() * 18 * 60_000, RUN_END);
    const failed = random() < failing;
    const id = add(run, `${pick(JOBS)} (${job})`, 'job', failed ? 'failed' : 'success', start, end);
    add(id, 'queue', 'queue', 'success', queued, start);
    addSteps(add, random, pick, { id, start, end, failed });
  }
  return frameOf(rows);
};

type Add = (parent: string, name: string, kind: string, status: string, start: number, end: number) => string;

interface Job {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly failed: boolean;
}

/** Steps one after the other; in a failed job the last but one fails and the last is skipped. */
const addSteps = (add: Add, random: () => number, pick: (texts: readonly string[]) => string, job: Job): void => {
  const steps = 4 + Math.floor(random() * 8);
  let start = job.start;
  for (let step = 0; step < steps; step++) {
    const left = steps - step;
    const end = left === 1 ? job.end : start + ((job.end - start) / left) * (0.5 + random());
    const failed = job.failed && left === 2;
    const status = failed ? 'failed' : job.failed && left === 1 ? 'skipped' : 'success';
    const id = add(job.id, pick(STEPS), 'step', status, start, end);
    let at = start;
    for (let call = 0; call < 12; call++) {
      const length = random() * (end - at) * 0.4;
      add(
        id,
        `test ${pick(SERVICES)} case ${call}`,
        'span',
        failed && call === 3 ? 'failed' : 'success',
        at,
        at + length,
      );
      at += length * 0.8;
    }
    start = end;
  }
};

const frameOf = (rows: readonly Row[]): DataFrame =>
  toDataFrame({
    fields: [
      { name: 'spanId', type: FieldType.string, values: rows.map((row) => row.spanId) },
      { name: 'parentSpanId', type: FieldType.string, values: rows.map((row) => row.parentSpanId) },
      { name: 'name', type: FieldType.string, values: rows.map((row) => row.name) },
      { name: 'kind', type: FieldType.string, values: rows.map((row) => row.kind) },
      { name: 'service', type: FieldType.string, values: rows.map((row) => row.service) },
      { name: 'status', type: FieldType.string, values: rows.map((row) => row.status) },
      { name: 'start', type: FieldType.time, values: rows.map((row) => row.start) },
      { name: 'end', type: FieldType.time, values: rows.map((row) => row.end) },
      { name: 'attributes', type: FieldType.other, values: rows.map(() => ({})) },
      { name: 'url', type: FieldType.string, values: rows.map(() => '') },
    ],
  });
