import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Pool } from 'pg';
import { byteaArray } from '../../bridge/src/store/binary';
import { startEmbedded } from '../../bridge/src/store/embedded/server';
import { schema } from './schema';

/**
 * The minimal crash-safe loop that the product is measured against: accept, one insert a tick, answer after the commit; a worker thread takes,
 * gunzips, parses, groups, dedupes, upserts, stores and fills an outbox in one transaction. No authentication, limits or scrubbing.
 */
async function main(): Promise<void> {
  const server = await startEmbedded({ dataDirectory: process.env['DATA_DIR'] ?? '.data-sketch' });
  const pool = new Pool({ connectionString: server.url, max: 2 });
  // The server says goodbye to idle connections when it is stopped.
  pool.on('error', () => undefined);
  await pool.query(schema);
  // A worker does not inherit the loader of TypeScript files; it loads it first.
  const boot = `require(${JSON.stringify(require.resolve('tsx/cjs'))}); require(${JSON.stringify(join(__dirname, 'worker.ts'))})`;
  const worker = new Worker(boot, { eval: true, execArgv: [], workerData: server.url });
  const state = { queue: [] as { body: Buffer; res: ServerResponse }[], running: false };

  const run = async (): Promise<void> => {
    while (state.queue.length > 0) {
      const batch = state.queue.splice(0, 500);
      await pool.query({
        name: 'append',
        text: 'INSERT INTO inbox (body) SELECT * FROM unnest($1::bytea[])',
        values: [byteaArray(batch.map((entry) => entry.body))],
      });
      for (const { res } of batch) res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      worker.postMessage('wake');
    }
    state.running = false;
  };

  const http = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      state.queue.push({ body: Buffer.concat(chunks), res });
      if (state.running) return;
      state.running = true;
      setImmediate(() => void run());
    });
  });
  http.listen(0, '127.0.0.1', () => {
    const address = http.address();
    process.stdout.write(`ready: http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`);
  });
  process.once('SIGTERM', () => {
    http.closeAllConnections();
    void worker
      .terminate()
      .then(() => pool.end())
      .then(() => server.stop())
      .then(() => process.exit(0));
  });
}

void main();
