import type { RollbackAction, RollbackActionUpdate } from '@summit/contracts';

/** What a policy does, as it is typed; of every kind at once, so that going back and forth loses nothing. */
export interface ActionDraft {
  kind: RollbackAction['kind'];
  address: string;
  githubApi: string;
  gitlabApi: string;
  repository: string;
  workflow: string;
  project: string;
  ref: string;
  auth: 'token' | 'trigger';
  token: string;
}

const empty: ActionDraft = {
  kind: 'webhook',
  address: '',
  githubApi: 'https://api.github.com',
  gitlabApi: 'https://gitlab.com/api/v4',
  repository: '',
  workflow: 'rollback.yml',
  project: '',
  ref: 'main',
  auth: 'token',
  token: '',
};

/** What a form begins with: neither an address nor a token is ever shown again. */
export function actionDraftOf(action: RollbackAction | undefined): ActionDraft {
  switch (action?.kind) {
    case undefined:
      return empty;
    case 'webhook':
      return { ...empty, kind: 'webhook' };
    case 'github': {
      const { kind, api, repository, workflow, ref } = action;
      return { ...empty, kind, githubApi: api, repository, workflow, ref };
    }
    case 'gitlab': {
      const { kind, api, project, ref, auth } = action;
      return { ...empty, kind, gitlabApi: api, project, ref, auth };
    }
  }
}

const told = (...texts: string[]): boolean => texts.every((text) => text.trim() !== '');

/** Whether the secret part stays as it is kept: it goes to whom it went before. */
export function keepsSecret(draft: ActionDraft, before: RollbackAction | undefined): boolean {
  if (draft.kind === 'github') return before?.kind === 'github' && before.api === draft.githubApi.trim();
  if (draft.kind === 'gitlab')
    return before?.kind === 'gitlab' && before.api === draft.gitlabApi.trim() && before.auth === draft.auth;
  return before?.kind === 'webhook';
}

export function isActionReady(draft: ActionDraft, before: RollbackAction | undefined): boolean {
  const kept = keepsSecret(draft, before);
  switch (draft.kind) {
    case 'webhook':
      return kept || told(draft.address);
    case 'github':
      return told(draft.githubApi, draft.repository, draft.workflow, draft.ref) && (kept || told(draft.token));
    case 'gitlab':
      return told(draft.gitlabApi, draft.project, draft.ref) && (kept || told(draft.token));
  }
}

/** What is sent of it; an address or a token that was not typed stays. */
export function actionOf(draft: ActionDraft): RollbackActionUpdate {
  const token = told(draft.token) ? { token: draft.token.trim() } : {};
  const ref = draft.ref.trim();
  switch (draft.kind) {
    case 'webhook':
      return { kind: 'webhook', ...(told(draft.address) && { url: draft.address.trim() }) };
    case 'github': {
      const { githubApi, repository, workflow } = draft;
      const where = { api: githubApi.trim(), repository: repository.trim(), workflow: workflow.trim() };
      return { kind: 'github', ...where, ref, ...token };
    }
    case 'gitlab': {
      const { gitlabApi, project, auth } = draft;
      return { kind: 'gitlab', api: gitlabApi.trim(), project: project.trim(), ref, auth, ...token };
    }
  }
}
