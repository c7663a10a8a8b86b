import type { Evidence, Recommendation, RecommendationKind } from '@summit/contracts';
import { percent } from '../health/looks';
import { count, duration } from '../../../shared/time/format';

interface KindLook {
  icon: 'align-left' | 'layer-group' | 'database' | 'step-backward' | 'sync' | 'times-circle';
  title: (found: Recommendation) => string;
  todo: string;
}

export const kinds: Readonly<Record<RecommendationKind, KindLook>> = {
  split: {
    icon: 'align-left',
    title: ({ job }) => `Split or shorten “${job}”: runs wait for it`,
    todo: 'Run its parts beside each other, or move what nobody waits for out of it.',
  },
  parallelism: {
    icon: 'layer-group',
    title: ({ labels }) => `Add runners of ${labels?.join(' ') || 'no label'}: jobs wait while all are busy`,
    todo: 'Raise how many of them may run at once.',
  },
  cache: {
    icon: 'database',
    title: ({ step }) => `Cache what “${step}” installs`,
    todo: 'Keep what it downloads between runs, by the hash of the lock file.',
  },
  skip: {
    icon: 'step-backward',
    title: ({ job }) => `Run “${job}” less often: it has not failed`,
    todo: 'Run it on the default branch or by night, or where paths changed that it looks at.',
  },
  flaky: {
    icon: 'sync',
    title: ({ job }) => `Mend “${job}”: it fails, and passes at the same commit`,
    todo: 'Look at its flaky tests first, then at what it needs from outside.',
  },
  superseded: {
    icon: 'times-circle',
    title: ({ pipeline }) => `Cancel runs of “${pipeline}” that a newer commit overtook`,
    todo: 'Put runs of one branch into one concurrency group that cancels what is under way.',
  },
};

export const evidenceValue = ({ value, unit }: Evidence): string =>
  unit === 'ms' ? duration(value) : unit === 'ratio' ? percent(value) : count(value);
