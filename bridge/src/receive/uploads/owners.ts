import type { IncomingMessage } from 'node:http';
import { contentEncoding } from '../http/encoding';
import type { DoorsDeps } from '../ports';
import { textOf, wrongNames, wrongParameter } from './said';
import type { Upload } from './serve';

/** What the digest reads of it; no file that people look after is as long. */
const MAX_BYTES = 512 * 1024;

/** `/api/v1/code-owners`, with or without a slash at the end. */
export const isOwnersPath = (path: string): boolean => /^\/api\/v1\/code-owners\/?$/.test(path);

/** A repository's CODEOWNERS, as it stands in the repository. */
export const ownersUpload = (req: IncomingMessage, query: URLSearchParams, deps: DoorsDeps): Upload => ({
  name: 'Code owners',
  brought: { logged: 'code owners', answered: 'upload' },
  allow: 'POST',
  maxBytes: Math.min(deps.limits.bodyBytes, MAX_BYTES),
  begin() {
    const meta = readSaid(query);
    const encoding = contentEncoding(req.headers['content-encoding']);
    return async (body) => {
      await deps.inflates(body, encoding);
      return { source: 'owners', encoding, meta, body };
    };
  },
});

function readSaid(query: URLSearchParams) {
  const wrong = wrongNames(query, ['repository', 'path', 'syntax']);
  const syntax = query.get('syntax') ?? '';
  if (!['', 'github', 'gitlab'].includes(syntax)) wrong.push('syntax: github or gitlab');
  if (wrong.length > 0) throw wrongParameter(wrong);
  const repository = textOf(query, 'repository');
  if (repository === '') throw wrongParameter(['repository: whose code owners these are, as owner/name']);
  return { repository, path: textOf(query, 'path') || 'CODEOWNERS', syntax };
}
