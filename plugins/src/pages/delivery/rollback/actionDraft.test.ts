import type { RollbackAction } from '@summit/contracts';
import { actionDraftOf, actionOf, isActionReady, type ActionDraft } from './actionDraft';

const github: RollbackAction = {
  kind: 'github',
  api: 'https://github.example.org/api/v3',
  repository: 'demo/deploy',
  workflow: 'back.yml',
  ref: 'main',
};
const gitlab: RollbackAction = {
  kind: 'gitlab',
  api: 'https://gitlab.com/api/v4',
  project: 'demo/deploy',
  ref: 'main',
  auth: 'trigger',
};

describe('an action as it is typed', () => {
  test.each([github, gitlab, { kind: 'webhook' } as const])('stays as it is where nothing is: $kind', (action) => {
    expect(actionOf(actionDraftOf(action))).toEqual(action);
    expect(isActionReady(actionDraftOf(action), action)).toBe(true);
  });

  test('sends what was typed, trimmed', () => {
    const typed = { ...actionDraftOf(undefined), kind: 'github' as const, repository: ' demo/deploy ', token: ' ghp ' };
    expect(actionOf(typed)).toEqual({
      ...{ kind: 'github', api: 'https://api.github.com', repository: 'demo/deploy' },
      ...{ workflow: 'rollback.yml', ref: 'main', token: 'ghp' },
    });
    expect(actionOf({ ...typed, kind: 'webhook', address: ' https://a.example.org ' })).toEqual({
      kind: 'webhook',
      url: 'https://a.example.org',
    });
  });

  test.each<[string, Partial<ActionDraft>, RollbackAction | undefined, boolean]>([
    ['a new webhook without an address', {}, undefined, false],
    ['a new workflow without a token', { kind: 'github', repository: 'a/b' }, undefined, false],
    ['a new workflow with all', { kind: 'github', repository: 'a/b', token: 't' }, undefined, true],
    ['a new pipeline without a project', { kind: 'gitlab', token: 't' }, undefined, false],
    [
      'another API with the token kept',
      { ...actionDraftOf(github), githubApi: 'https://api.github.com' },
      github,
      false,
    ],
    ['another kind of token with the old one', { ...actionDraftOf(gitlab), auth: 'token' }, gitlab, false],
    ['another workflow of the same API', { ...actionDraftOf(github), workflow: 'other.yml' }, github, true],
    ['a webhook in place of a workflow', { ...actionDraftOf(github), kind: 'webhook' }, github, false],
  ])('%s', (_name, draft, before, ready) => {
    expect(isActionReady({ ...actionDraftOf(undefined), ...draft }, before)).toBe(ready);
  });
});
