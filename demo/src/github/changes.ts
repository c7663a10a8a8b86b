import type { ChangePlan } from '../story/plan';
import { commitOf, iso, repositoryOf, sender, webUrl, type Delivery } from './context';
import { objectAt, type Json } from './templates';

type Template = (event: string, action?: string) => Json;

/** `push` to a branch. */
export function push(template: Template, change: ChangePlan, sha: string, at: number, branch: string): Delivery {
  const recorded = template('push');
  const url = `${webUrl(change.repository)}/commit/${sha}`;
  const commit = {
    ...commitOf(sha, `${change.title} (#${change.number})`, change.author, at),
    distinct: true,
    url,
    added: [],
    removed: [],
    modified: ['src/cart/totals.ts', 'src/cart/totals.test.ts'],
  };
  const payload = {
    ...recorded,
    ref: `refs/heads/${branch}`,
    before: '0'.repeat(40),
    after: sha,
    created: branch !== 'main',
    deleted: false,
    forced: false,
    commits: [commit],
    head_commit: commit,
    compare: url,
    pusher: { name: change.author, email: null },
    repository: repositoryOf(recorded, change.repository),
    sender: sender(recorded, change.author),
  };
  return { at, event: 'push', payload };
}

/** `pull_request`: opened, synchronize, or closed by merging. */
export function pullRequest(
  template: Template,
  change: ChangePlan,
  action: 'opened' | 'synchronize' | 'closed',
  sha: string,
  at: number,
): Delivery {
  const recorded = template('pull_request', action);
  const url = `${webUrl(change.repository)}/pull/${change.number}`;
  const merged = action === 'closed';
  const request = objectAt(recorded, 'pull_request');
  const payload = {
    ...recorded,
    number: change.number,
    pull_request: {
      ...request,
      number: change.number,
      id: change.repository.id * 1_000_000 + change.number,
      html_url: url,
      title: change.title,
      state: merged ? 'closed' : 'open',
      draft: false,
      user: { ...objectAt(request, 'user'), login: change.author },
      created_at: iso(change.openedAt),
      updated_at: iso(at),
      closed_at: merged ? iso(at) : null,
      merged_at: merged ? iso(at) : null,
      merged,
      merge_commit_sha: merged ? (change.merge?.sha ?? null) : null,
      labels: [],
      head: { ...objectAt(request, 'head'), ref: change.branch, sha },
      base: { ...objectAt(request, 'base'), ref: 'main' },
    },
    repository: repositoryOf(recorded, change.repository),
    sender: sender(recorded, change.author),
  };
  return { at, event: 'pull_request', payload };
}
