import type { BackfillProvider } from '@summit/contracts';
import { checkSourceUrl, type CheckedUrl } from './address';
import { backfillApis } from './apis';

/** What the API must know of sources to take one. */
export interface BackfillRules {
  checkUrl(provider: BackfillProvider, url: string | undefined): CheckedUrl;
  problemOfName(provider: BackfillProvider, name: string): string | null;
  firstTask(provider: BackfillProvider): object;
}

export const backfillRules = (allowedHosts: readonly string[]): BackfillRules => ({
  checkUrl: (provider, url) => checkSourceUrl(provider, url, allowedHosts),
  problemOfName: (provider, name) => backfillApis[provider].problemOfName(name),
  firstTask: (provider) => backfillApis[provider].first(),
});
