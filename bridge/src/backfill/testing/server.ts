import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Instead of a body that is JSON. */
  text?: string;
}

/** Handles one request by itself and says so, or leaves it. */
export type Trouble = (req: IncomingMessage, res: ServerResponse) => boolean;

export interface FakeProvider {
  url: string;
  /** Paths with their queries, in the order they were asked for. */
  asked: string[];
  /** Headers of the last request. */
  headers: () => IncomingMessage['headers'];
  /** The next requests that match go wrong, each trouble once. */
  troubles: Trouble[];
  close(): Promise<void>;
}

/** A provider on loopback that answers as `answer` says, and goes wrong where it is told to. */
export async function startProvider(answer: (url: URL) => FakeAnswer): Promise<FakeProvider> {
  const asked: string[] = [];
  const troubles: Trouble[] = [];
  const last = { headers: {} as IncomingMessage['headers'] };
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://provider.test');
    asked.push(`${url.pathname}${url.search}`);
    last.headers = req.headers;
    const trouble = troubles.findIndex((one) => one(req, res));
    if (trouble >= 0) {
      troubles.splice(trouble, 1);
      return;
    }
    answerWith(res, answer(url));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    headers: () => last.headers,
    troubles,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answerWith(res: ServerResponse, { status = 200, headers = {}, body, text }: FakeAnswer): void {
  const type = text === undefined ? 'application/json' : 'text/plain';
  res.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers });
  res.end(text ?? (body === undefined ? '' : JSON.stringify(body)));
}

/** A trouble for paths that match: another answer. */
export const instead =
  (path: RegExp, answer: FakeAnswer): Trouble =>
  (req, res) => {
    if (!path.test(req.url ?? '')) return false;
    answerWith(res, answer);
    return true;
  };

/** A trouble for paths that match: the connection breaks in the middle of the body. */
export const cut =
  (path: RegExp): Trouble =>
  (req, res) => {
    if (!path.test(req.url ?? '')) return false;
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    res.write('[{"id": 1, "half":');
    setTimeout(() => res.destroy(), 20);
    return true;
  };
