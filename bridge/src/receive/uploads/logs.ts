import type { IncomingMessage } from 'node:http';
import { contentEncoding } from '../http/encoding';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { escapedRun, runOf, textOf, wrongNames, wrongParameter } from './said';
import type { Upload } from './serve';

/** The run of `/api/v1/runs/{id}/logs`, as the address writes it: where logs are also listed, with GET, which the API does. */
export const logRoute = (path: string, method: string | undefined): string | null =>
  method === 'GET' || method === 'HEAD' ? null : escapedRun(path, 'logs');

/** What the address says of a part. */
interface Said {
  run: string;
  job: string;
  part: number;
  final: boolean;
}

const MAX_PART = 1_000_000;

/** A part of a build's log, inflated and without its secrets. Only the last part may be empty: it then says that nothing follows. */
export const logUpload = (req: IncomingMessage, run: string, query: URLSearchParams, deps: DoorsDeps): Upload => ({
  name: 'Logs',
  brought: { logged: 'an upload', answered: 'upload' },
  allow: 'GET, POST',
  maxBytes: deps.limits.bodyBytes,
  begin() {
    const said = readSaid(run, query);
    const encoding = contentEncoding(req.headers['content-encoding']);
    return async (bytes) => {
      if (bytes.length === 0 && !said.final)
        throw new Refusal(400, 'The request has no body.', ['With curl: --data-binary @build.log']);
      const body = bytes.length === 0 ? bytes : await deps.maskLog(bytes, encoding);
      return { source: 'log', encoding: body.length === 0 ? '' : 'gzip', meta: { ...said }, body };
    };
  },
});

/** A log without parts is a part alone, and the last. */
function readSaid(run: string, query: URLSearchParams): Said {
  const part = query.get('part');
  const final = query.get('final');
  const wrong = [
    ...wrongNames(query, ['job', 'part', 'final']),
    ...(part === null || (/^[1-9]\d{0,6}$/.test(part) && Number(part) <= MAX_PART)
      ? []
      : [`part: a whole number from 1 to ${MAX_PART}`]),
    ...(final === null || /^(true|false|1|0)$/.test(final) ? [] : ['final: true or false']),
  ];
  if (wrong.length > 0) throw wrongParameter(wrong);
  return {
    run: runOf(run),
    job: textOf(query, 'job'),
    part: Number(part ?? 1),
    final: final === null ? part === null : final === 'true' || final === '1',
  };
}
