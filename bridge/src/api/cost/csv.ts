import { type Cost, type CostItem, Use } from '@summit/contracts';

const MINUTE_MS = 60_000;
const minutes = (ms: number): string => (ms / MINUTE_MS).toFixed(2);
const money = (amount: number): string => amount.toFixed(4);

/** A cell as RFC 4180 has it. What a spreadsheet would take for a formula is kept from being one by an apostrophe: names are anybody's. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

const head = [
  'repository',
  'pipeline',
  'job',
  'run',
  'system',
  'runner',
  'jobs',
  'minutes',
  'queue_minutes',
  'currency',
  'cost',
  'unpriced_minutes',
  ...Use.options.flatMap((use) => [`${use}_minutes`, `${use}_cost`]),
  'team',
];

const lineOf = (item: CostItem, currency: string | null): string[] => [
  cell(item.repository ?? ''),
  cell(item.pipeline ?? ''),
  cell(item.job ?? ''),
  cell(item.runId ?? ''),
  cell(item.system ?? ''),
  cell(item.labels?.join(' ') ?? ''),
  String(item.jobs),
  minutes(item.workedMs),
  minutes(item.queueMs),
  currency ?? '',
  currency === null ? '' : money(item.money),
  minutes(item.unpricedMs),
  ...Use.options.flatMap((use) => [
    minutes(item.uses[use].workedMs),
    currency === null ? '' : money(item.uses[use].money),
  ]),
  cell(item.team ?? ''),
];

/** The items of an answer as a table, one line each. */
export const csvOf = ({ items, currency }: Pick<Cost, 'items' | 'currency'>): string =>
  [head, ...items.map((item) => lineOf(item, currency))].map((line) => `${line.join(',')}\r\n`).join('');
