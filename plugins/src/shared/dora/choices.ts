import type { BenchmarkYear, DoraStep, LeadTimeStart } from '@summit/contracts';

/** What a person can choose, with its words; the first that is not named otherwise is the default. */
export const leadTimeStarts: Readonly<Record<LeadTimeStart, string>> = {
  first_commit: 'from first commit',
  opened: 'from opening',
  merged: 'from merge',
};

export const benchmarkYears: Readonly<Record<BenchmarkYear, string>> = {
  2021: 'Levels of 2021',
  2023: 'Levels of 2023',
  2024: 'Levels of 2024',
  2025: '2025: no levels',
};

export const doraSteps: Readonly<Record<DoraStep, string>> = { day: 'Days', week: 'Weeks', month: 'Months' };

export const defaultLeadTimeStart: LeadTimeStart = 'first_commit';
export const defaultBenchmark: BenchmarkYear = '2024';

/** Reads a word of a choice; the fallback where it is none. */
export const chosen = <K extends string, F>(words: Readonly<Record<K, string>>, text: unknown, fallback: F): K | F => {
  const isOne = (word: unknown): word is K => typeof word === 'string' && Object.hasOwn(words, word);
  return isOne(text) ? text : fallback;
};

/** The choices as options of a select or of radio buttons. */
export const optionsOf = <K extends string>(words: Readonly<Record<K, string>>): { value: string; label: string }[] =>
  Object.entries<string>(words).map(([value, label]) => ({ value, label }));
