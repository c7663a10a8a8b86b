import type { CiFact, CommitFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Name, OptionalSha, OptionalText, OptionalUrl, Paths, ShaText, touchedFiles } from '../fields';
import type { PushedTag } from '../ci';
import { parsePayload } from '../payload';
import { OptionalTimeText } from '../time';
import { Author, authorOf, Project, repositoryOf } from './shared';

const Commit = z.object({
  id: ShaText,
  message: OptionalText,
  timestamp: OptionalTimeText,
  url: OptionalUrl,
  author: Author,
  added: Paths,
  modified: Paths,
  removed: Paths,
});

const Payload = z.object({
  ref: Name,
  /** The commit at the ref now; null where it was deleted. */
  checkout_sha: OptionalSha,
  commits: z.array(Commit).nullish(),
  project: Project,
});

/** `Push Hook` and `Tag Push Hook`: the commits they brought, the newest 20 of them; a tag brings at least the one it stands on. */
export function translatePush(payload: unknown): { facts: CiFact[]; tag?: PushedTag } {
  const push = parsePayload(Payload, payload, 'GitLab push');
  const repository = repositoryOf(push.project);
  const branch = after(push.ref, 'refs/heads/');
  const facts = (push.commits ?? []).map((commit): CommitFact => {
    return dropUndefined({
      kind: 'commit',
      repository,
      sha: commit.id,
      message: commit.message,
      author: authorOf(commit.author),
      committedAt: commit.timestamp,
      url: commit.url,
      branch,
      pushHead: branch === undefined ? undefined : push.checkout_sha,
      files: touchedFiles(commit.added, commit.modified, commit.removed),
    });
  });
  const name = after(push.ref, 'refs/tags/');
  const sha = push.checkout_sha;
  if (name === undefined || sha === undefined) return { facts };
  if (!facts.some((fact) => fact.sha === sha)) facts.push({ kind: 'commit', repository, sha });
  return { facts, tag: { name, sha } };
}

const after = (text: string, start: string): string | undefined =>
  text.startsWith(start) ? text.slice(start.length) : undefined;
