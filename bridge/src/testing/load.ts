import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** One request; rejects when the connection breaks before the whole answer is there. */
export function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: Buffer | string; agent?: Agent },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', headers = {}, body, agent } = options;
    const req = request(
      url,
      { method, headers: { ...headers, 'content-length': Buffer.byteLength(body ?? '') }, agent },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.once('end', () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString() }),
        );
        res.once('error', reject);
        res.once('aborted', () => reject(new Error('the answer was cut off')));
      },
    );
    req.once('error', reject);
    req.end(body);
  });
}

/** A well-formed envelope with one event; `kind` decides its issue. */
export function envelopeOf(eventId: string, kind: number): Buffer {
  const frames = [{ function: `work${kind}`, filename: `src/work${kind}.ts`, lineno: 1, in_app: true }];
  const exception = { values: [{ type: `Kind${kind}Error`, value: 'boom', stacktrace: { frames } }] };
  const event = JSON.stringify({ event_id: eventId, platform: 'node', timestamp: Date.now() / 1000, exception });
  return Buffer.from(
    `${JSON.stringify({ event_id: eventId })}\n{"type":"event","length":${Buffer.byteLength(event)}}\n${event}\n`,
  );
}

export interface Load {
  /** Ids of the events that were acknowledged with 200. */
  acknowledged: Set<string>;
  /** Answers other than 200, by status. */
  refused: Map<number, number>;
  stop(): Promise<void>;
}

/** Sends new events on `connections` connections until stopped, through restarts of the other side; nothing is sent twice. */
export function startLoad(port: number, publicKey: string, connections: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const load = { acknowledged: new Set<string>(), refused: new Map<number, number>() };
  const state = { stopping: false };
  const one = async (lane: number) => {
    while (!state.stopping) {
      const id = randomUUID().replaceAll('-', '');
      try {
        const answer = await send(`http://127.0.0.1:${port}/api/1/envelope/?sentry_key=${publicKey}`, {
          body: gzipSync(envelopeOf(id, lane % 7)),
          headers: { 'content-encoding': 'gzip' },
          agent,
        });
        if (answer.status === 200) load.acknowledged.add(id);
        else {
          load.refused.set(answer.status, (load.refused.get(answer.status) ?? 0) + 1);
          await new Promise((wake) => setTimeout(wake, 20));
        }
      } catch {
        await new Promise((wake) => setTimeout(wake, 20));
      }
    }
  };
  const lanes = Array.from({ length: connections }, (_, lane) => one(lane));
  return {
    ...load,
    async stop() {
      state.stopping = true;
      await Promise.all(lanes);
      agent.destroy();
    },
  };
}
