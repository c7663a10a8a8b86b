import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  atMs: number;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** Break the connection instead of answering. */
  reset?: boolean;
  delayMs?: number;
}

export interface Receiver {
  endpoint: string;
  received: Received[];
  /** What to answer; called for each request. */
  answer: (request: Received) => Answer;
  close(): Promise<void>;
}

/** An OTLP/HTTP receiver that keeps what it gets and answers what the test says. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const receiver: Omit<Receiver, 'endpoint' | 'close'> = { received: [], answer: () => ({ status: 200 }) };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      const received = { path: request.url ?? '', headers: request.headers, body, atMs: Date.now() };
      receiver.received.push(received);
      const answer = receiver.answer(received);
      setTimeout(() => {
        if (answer.reset) request.socket.destroy();
        else
          response
            .writeHead(answer.status, { 'content-type': 'application/x-protobuf', ...answer.headers })
            .end(answer.body);
      }, answer.delayMs ?? 0).unref();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    endpoint: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
