import { about, EXAMPLES, type Found, type PipelineSample } from './model';
import { median, quantile } from './quantile';

const MIN_RUNS = 10;
const MIN_STEP_MS = 20_000;
const MIN_SHARE = 0.1;
/** A cache that works makes some runs quick: a step that is slow in nine of ten runs has none, or one that does not help. */
const STEADY = 0.5;
const SAVED = 0.5;

const INSTALLS =
  /\b(npm (ci|i|install)|yarn( install)?$|pnpm (i|install)|bun install|pip3? install|poetry install|uv sync|bundle install|composer install|go mod download|cargo fetch|dotnet restore|nuget restore|mvn .*dependency|apt(-get)? install|brew install|(install|restore|fetch|download)\w* (\w+ )?(dependencies|packages|modules|deps|requirements))\b/i;

/** Whether a step's name or text looks like the installation of what a build depends on. */
export const looksLikeInstallation = (step: string): boolean => INSTALLS.test(step);

interface Seen {
  job: string;
  step: string;
  took: number[];
  share: number[];
  money: number[];
  runs: string[];
}

/**
 * Steps that look like the installation of dependencies and take a long share of their job in every run.
 *
 * @returns nothing for a step of fewer than 10 runs, under 20 s or a tenth of its job, or that is quick in one of ten runs
 */
export function cache({ repository, pipeline, runsInPeriod, runs }: PipelineSample): Found[] {
  const seen = new Map<string, Seen>();
  for (const run of runs)
    for (const job of run.jobs)
      for (const step of job.steps) {
        if (!looksLikeInstallation(step.name) || job.end <= job.start) continue;
        const key = JSON.stringify([job.name, step.name]);
        const of = seen.get(key) ?? { job: job.name, step: step.name, took: [], share: [], money: [], runs: [] };
        seen.set(key, of);
        of.took.push(step.workedMs);
        of.share.push(step.workedMs / (job.end - job.start));
        of.money.push(step.workedMs * (job.pricePerMs ?? 0));
        of.runs.push(run.id);
      }
  const priced = runs.every(({ jobs }) => jobs.every(({ pricePerMs }) => pricePerMs !== null));
  return [...seen.values()].flatMap(({ job, step, took, share, money, runs: ids }) => {
    const [usual, quick, part] = [median(took), quantile(took, 0.1), median(share)];
    if (took.length < MIN_RUNS || usual < MIN_STEP_MS || part < MIN_SHARE || quick < STEADY * usual) return [];
    const times = (runsInPeriod * took.length) / runs.length;
    return [
      {
        ...about('cache', { repository, pipeline }),
        job,
        step,
        saves: 'work' as const,
        savesMs: usual * SAVED * times,
        savesMoney: priced ? median(money) * SAVED * times : null,
        perRunMs: usual * SAVED,
        n: took.length,
        evidence: [
          { label: 'the step takes, in the middle', value: usual, unit: 'ms' as const },
          { label: 'nine of ten times at least', value: quick, unit: 'ms' as const },
          { label: 'of its job', value: part, unit: 'ratio' as const },
        ],
        assumptions: [
          "That it installs dependencies is inferred from the step's name.",
          'A cache that is found halves the step.',
        ],
        runIds: ids.slice(0, EXAMPLES),
      },
    ];
  });
}
