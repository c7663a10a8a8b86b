import { Agent, get } from 'node:http';

export interface Figures {
  p50: number;
  p99: number;
  max: number;
}

/** The value below which a share of the values lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const figuresOf = (values: readonly number[]): Figures => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
  max: Math.max(...values),
});

export interface Client {
  /** GETs a path and gives the body. Throws for anything but 200. */
  get(path: string): Promise<string>;
  close(): void;
}

export function openClient(url: string, token: string): Client {
  const agent = new Agent({ keepAlive: true });
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        get(url + path, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const body = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode === 200) resolve(body);
            else reject(new Error(`${path} answered ${response.statusCode}: ${body}`));
          });
          response.on('error', reject);
        }).on('error', reject);
      }),
    close: () => agent.destroy(),
  };
}

/** Milliseconds from sending to the last byte, for `count` requests of which `atOnce` are under way. */
export async function latencies(
  client: Client,
  paths: readonly string[],
  count: number,
  atOnce: number,
): Promise<number[]> {
  const values: number[] = [];
  const state = { next: 0 };
  const worker = async (): Promise<void> => {
    while (state.next < count) {
      const path = paths[state.next++ % paths.length] ?? '/';
      const start = performance.now();
      await client.get(path);
      values.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return values;
}

/** What this machine can do at the moment: a fixed piece of parsing, and the smallest round trip through the bridge. */
export async function calibrate(client: Client): Promise<{ parseMs: number; health: Figures }> {
  const text = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ n, text: `item ${n}` })));
  const parses = Array.from({ length: 5 }, () => {
    const start = performance.now();
    JSON.parse(text);
    return performance.now() - start;
  });
  return { parseMs: Math.min(...parses), health: figuresOf(await latencies(client, ['/health'], 200, 1)) };
}
