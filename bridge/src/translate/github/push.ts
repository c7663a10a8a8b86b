import type { CiFact, CommitFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Name, OptionalSha, OptionalText, OptionalUrl, Paths, ShaText, touchedFiles } from '../fields';
import { parsePayload } from '../payload';
import { authorOf, OptionalTime, Repository, repositoryOf } from './shared';

const Commit = z.object({
  id: ShaText,
  message: OptionalText,
  timestamp: OptionalTime,
  url: OptionalUrl,
  author: z.object({ name: OptionalText, email: OptionalText, username: OptionalText }).nullish().catch(undefined),
  added: Paths,
  modified: Paths,
  removed: Paths,
});

const Payload = z.object({
  ref: Name,
  /** The commit the ref is at now; zeros where it was deleted. */
  after: OptionalSha,
  deleted: z.boolean().nullish(),
  head_commit: Commit.nullish(),
  commits: z.array(Commit).nullish(),
  repository: Repository,
});

/** `push`: the commits it brought. A deleted branch or tag brings none. */
export function translatePush(payload: unknown): CiFact[] {
  const push = parsePayload(Payload, payload, 'GitHub push');
  const repository = repositoryOf(push.repository);
  const branch = push.ref.startsWith('refs/heads/') ? push.ref.slice('refs/heads/'.length) : undefined;
  // The head is usually the last of the commits, but alone for a tag or a branch made from a known commit.
  const commits = new Map<string, CommitFact>();
  for (const commit of [...(push.commits ?? []), ...(push.head_commit ? [push.head_commit] : [])]) {
    commits.set(
      commit.id,
      dropUndefined({
        kind: 'commit',
        repository,
        sha: commit.id,
        message: commit.message,
        author: authorOf(commit.author),
        committedAt: commit.timestamp,
        url: commit.url,
        branch,
        pushHead: branch === undefined ? undefined : push.after,
        files: touchedFiles(commit.added, commit.modified, commit.removed),
      }),
    );
  }
  return [...commits.values()];
}

const TagPayload = z.object({
  ref: z.string().max(500).startsWith('refs/tags/'),
  head_commit: z.object({ id: ShaText }),
});

/** The tag a push names and the commit it stands on, so that releases called by that tag find their commit. */
export function pushedTag(payload: unknown): { name: string; sha: string } | undefined {
  const parsed = TagPayload.safeParse(payload);
  if (!parsed.success) return undefined;
  return { name: parsed.data.ref.slice('refs/tags/'.length), sha: parsed.data.head_commit.id };
}
