import type { Actor, RepositoryRef } from '@summit/contracts';
import { z } from 'zod';
import { OptionalName, OptionalSha, OptionalText, personOf } from '../fields';
import { repositoryAt } from '../repository';
import { OptionalTimeText } from '../time';

/**
 * What a pipeline was of. Projects that came by OAuth say it under `vcs`; those that came by an app say it among the parameters of the trigger,
 * in words of the code's own server. Both come down to one `Origin`.
 */
export interface Origin {
  repository: RepositoryRef | undefined;
  sha: string | undefined;
  branch: string | undefined;
  tag: string | undefined;
  message: string | undefined;
  author: Actor | undefined;
  committedAt: string | undefined;
}

/** An object that may be missing, null or nonsense: then empty. */
const orEmpty = <S extends z.ZodRawShape>(shape: S) => z.object(shape).partial().nullish().catch(undefined);

const Vcs = orEmpty({
  target_repository_url: OptionalText,
  origin_repository_url: OptionalText,
  revision: OptionalSha,
  branch: OptionalName,
  tag: OptionalName,
  commit: orEmpty({
    subject: OptionalText,
    body: OptionalText,
    author: orEmpty({ name: OptionalText, email: OptionalText }),
    committed_at: OptionalTimeText,
  }),
});

const App = orEmpty({
  web_url: OptionalText,
  repo_url: OptionalText,
  commit_message: OptionalText,
  commit_author_name: OptionalText,
});

const Parameters = orEmpty({
  git: orEmpty({
    checkout_sha: OptionalSha,
    branch: OptionalName,
    tag: OptionalName,
    checkout_url: OptionalText,
  }),
  gitlab: App,
  github_app: App,
});

export const Sources = { vcs: Vcs, trigger_parameters: Parameters };

export function originOf(pipeline: {
  vcs?: z.output<typeof Vcs>;
  trigger_parameters?: z.output<typeof Parameters>;
}): Origin {
  return pipeline.vcs ? ofVcs(pipeline.vcs) : ofParameters(pipeline.trigger_parameters ?? {});
}

function ofVcs(vcs: NonNullable<z.output<typeof Vcs>>): Origin {
  const commit = vcs.commit ?? {};
  return {
    repository: repositoryAt(vcs.target_repository_url ?? vcs.origin_repository_url),
    sha: vcs.revision,
    branch: vcs.branch,
    tag: vcs.tag,
    message: [commit.subject, commit.body].filter(Boolean).join('\n\n') || undefined,
    author: personOf(commit.author?.name, commit.author?.email),
    committedAt: commit.committed_at,
  };
}

function ofParameters({ git, gitlab, github_app: github }: NonNullable<z.output<typeof Parameters>>): Origin {
  const app = gitlab ?? github ?? {};
  return {
    repository: repositoryAt(app.web_url ?? app.repo_url ?? git?.checkout_url),
    sha: git?.checkout_sha,
    branch: git?.branch,
    tag: git?.tag,
    message: app.commit_message,
    author: personOf(app.commit_author_name),
    committedAt: undefined,
  };
}
