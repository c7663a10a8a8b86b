import { Agent, request } from 'node:http';

export function post(url: URL, agent: Agent, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        agent,
        host: url.hostname,
        port: url.port,
        path: url.pathname + url.search,
        method: 'POST',
        headers: { 'content-encoding': 'gzip', 'content-length': body.length },
      },
      (res) => {
        res.resume();
        res.once('end', () => resolve(res.statusCode ?? 0));
      },
    );
    req.once('error', reject);
    req.end(body);
  });
}

/** Sends all bodies on `connections` connections as fast as they are answered; returns the seconds it took. Throws on any refusal. */
export async function flood(url: string, bodies: readonly Buffer[], connections: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL(url);
  const state = { next: 0 };
  const started = performance.now();
  const lane = async () => {
    for (let i = state.next++; i < bodies.length; i = state.next++) {
      const status = await post(target, agent, bodies[i] ?? Buffer.alloc(0));
      if (status !== 200) throw new Error(`answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  agent.destroy();
  return (performance.now() - started) / 1000;
}

/**
 * Sends at a fixed rate whether or not answers come, and returns the latencies in milliseconds counted from the moment each request was due: a
 * server that stalls does not make the next requests late without being charged for it.
 */
export async function steady(url: string, bodies: readonly Buffer[], perSecond: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const target = new URL(url);
  const started = performance.now();
  const latencies: Promise<number>[] = [];
  for (let sent = 0; sent < bodies.length;) {
    const due = Math.min(bodies.length, Math.floor(((performance.now() - started) / 1000) * perSecond));
    for (; sent < due; sent++) {
      const dueAt = started + (sent / perSecond) * 1000;
      latencies.push(
        post(target, agent, bodies[sent] ?? Buffer.alloc(0)).then((status) => {
          if (status !== 200) throw new Error(`answered ${status}`);
          return performance.now() - dueAt;
        }),
      );
    }
    await new Promise((wake) => setTimeout(wake, 1));
  }
  const all = await Promise.all(latencies);
  agent.destroy();
  return all.sort((a, b) => a - b);
}
