import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** How long what a sender still writes is read and thrown away, so that it gets to read the answer. */
const lingerMs = 1_000;

interface Answer {
  status: 400 | 408 | 413 | 431;
  detail: string;
}

/** By the code of Node's error; all others are requests that are no HTTP. */
const answers: ReadonlyMap<string, Answer> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, detail: 'The request did not arrive whole in time.' }],
  ['HPE_HEADER_OVERFLOW', { status: 431, detail: 'The address and the headers are larger than 16 KiB together.' }],
  [
    'HPE_CHUNK_EXTENSIONS_OVERFLOW',
    { status: 413, detail: 'The chunks of the request carry too much beside the body.' },
  ],
]);

const noHttp: Answer = { status: 400, detail: 'The request is not well-formed HTTP.' };

/** Answers what Node cannot make a request of in the shape that all doors share, instead of with a bare status line. */
export function answerMalformed(server: Server): void {
  const answered = new WeakSet<Duplex>();
  const underWay = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (req, res) => underWay.set(req.socket, res));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (answered.has(socket)) return;
    answered.add(socket);
    const response = underWay.get(socket);
    const isHalfTold = response !== undefined && response.headersSent && !response.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isHalfTold) {
      socket.destroy();
      return;
    }
    socket.end(textOf(answers.get(error.code ?? '') ?? noHttp));
    setTimeout(() => socket.destroy(), lingerMs).unref();
  });
}

function textOf({ status, detail }: Answer): string {
  const body = JSON.stringify({ detail, causes: [] });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
