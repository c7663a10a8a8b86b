import { IssuePage } from '@summit/contracts';
import { call, type Target } from '../api';
import type { AlertPlan } from '../story/alerts';
import { errorTitles } from '../story/catalogue';
import type { IssueName } from './notify';

/** The issue that an alert is about, or null while the bridge has none: what a query over the error logs would name. */
export async function findIssue(target: Target, { repository, bug, release }: AlertPlan): Promise<IssueName | null> {
  const search = new URLSearchParams({ project: repository.project.slug, release, limit: '100' });
  const { items } = await call(target, 'GET', `/issues?${search.toString()}`, IssuePage);
  const found = items.find(({ title }) => title.includes(errorTitles[bug]));
  return found ? { id: found.id, shortId: found.shortId } : null;
}
