import type { IncomingMessage } from 'node:http';
import { contentEncoding } from '../http/encoding';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { escapedRun, runOf, textOf, wrongNames, wrongParameter } from './said';
import type { Upload } from './serve';

/** The run of `/api/v1/runs/{id}/reports`, as the address writes it. */
export const reportRoute = (path: string): string | null => escapedRun(path, 'reports');

/** What the address says of an upload; '' where it says nothing. */
interface Said {
  run: string;
  name: string;
  format: string;
  job: string;
}

/**
 * A report, inflated to see that it can be. What it says is read by the digest: one that cannot be read is found among the dead letters, with the
 * reason.
 */
export const reportUpload = (req: IncomingMessage, run: string, query: URLSearchParams, deps: DoorsDeps): Upload => ({
  name: 'Reports',
  brought: { logged: 'an upload', answered: 'upload' },
  allow: 'POST',
  maxBytes: deps.limits.bodyBytes,
  begin() {
    const said = readSaid(run, query);
    const encoding = contentEncoding(req.headers['content-encoding']);
    return async (body) => {
      if (body.length === 0)
        throw new Refusal(400, 'The request has no body.', ['With curl: --data-binary @report.xml']);
      await deps.inflates(body, encoding);
      return { source: 'report', encoding, meta: { ...said }, body };
    };
  },
});

function readSaid(run: string, query: URLSearchParams): Said {
  const wrong = wrongNames(query, ['name', 'format', 'job']);
  if (wrong.length > 0) throw wrongParameter(wrong);
  const format = query.get('format') ?? '';
  if (!/^[a-z0-9_-]{0,40}$/i.test(format)) throw wrongParameter(['format: letters, digits and dashes, such as junit']);
  return { run: runOf(run), name: textOf(query, 'name'), format, job: textOf(query, 'job') };
}
