import type { RepositoryPlan } from '../story/catalogue';
import { objectAt, type Json } from './templates';

/** One webhook request to be made: when, which event, which body. */
export interface Delivery {
  at: number;
  event: string;
  payload: Json;
}

export const iso = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');

export const webUrl = (repository: RepositoryPlan): string => `https://github.com/${repository.fullName}`;

/** The recorded repository object with our identity in it. */
export function repositoryOf(template: Json, repository: RepositoryPlan): Json {
  const [owner, name] = repository.fullName.split('/');
  const recorded = objectAt(template, 'repository');
  return {
    ...recorded,
    id: repository.id,
    name,
    full_name: repository.fullName,
    private: true,
    owner: { ...objectAt(recorded, 'owner'), login: owner },
    html_url: webUrl(repository),
    url: `https://api.github.com/repos/${repository.fullName}`,
    clone_url: `${webUrl(repository)}.git`,
    default_branch: 'main',
  };
}

export const sender = (template: Json, login: string): Json => ({
  ...objectAt(template, 'sender'),
  login,
  html_url: `https://github.com/${login}`,
  avatar_url: '',
  type: login.endsWith('[bot]') ? 'Bot' : 'User',
});

export const commitOf = (sha: string, title: string, author: string, at: number): Json => ({
  id: sha,
  tree_id: [...sha].reverse().join(''),
  message: title,
  timestamp: iso(at),
  author: { name: author, email: `${author.replace('[bot]', '')}@users.noreply.github.com` },
  committer: { name: 'GitHub', email: 'noreply@github.com' },
});
