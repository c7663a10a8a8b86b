import type { Home } from '@summit/contracts';

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** What needs the person, the most urgent first; empty where nothing does. */
export function needs({ failing, issues, changes }: Home): string[] {
  const broke = failing.filter(({ since }) => since?.mine === true).length;
  const others = failing.length - broke;
  const red = changes.filter(({ run }) => run?.displayStatus === 'failed' || run?.displayStatus === 'timed_out').length;
  return [
    ...(issues.length > 0 ? [`${plural(issues.length, 'error', 'errors')} began with what you shipped`] : []),
    ...(broke > 0 ? [`${plural(broke, 'branch fails', 'branches fail')} since a run of yours`] : []),
    ...(others > 0 ? [`${plural(others, 'run', 'runs')} of yours failed`] : []),
    ...(red > 0 ? [`${plural(red, 'pull request is', 'pull requests are')} red`] : []),
  ];
}
