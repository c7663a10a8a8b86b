import { gzipSync } from 'node:zlib';
import type { RunningBridge } from '../lists/bridge';
import type { Client } from '../lists/measure';

const caseOf = (n: number): string =>
  `<testcase classname="suite ${n % 200}" name="uploaded ${n}" time="0.${n % 10}">${n % 50 === 0 ? `<failure message="expected 3, got 2">${'at line 42 of a stack that goes on\n'.repeat(40)}</failure>` : ''}</testcase>`;

const report = (tests: number): string =>
  `<testsuites><testsuite name="all">${Array.from({ length: tests }, (_, n) => caseOf(n)).join('\n')}</testsuite></testsuites>`;

/** How long it takes from sending a report until the run's tests are those of the report. */
export async function uploads(bridge: RunningBridge, client: Client): Promise<void> {
  for (const [run, tests] of [
    [1, 5_000],
    [2, 5_000],
    [3, 50_000],
    [4, 50_000],
  ] as const) {
    const id = `github-${run}-1`;
    const text = report(tests);
    const before = await shown(client, id);
    const start = performance.now();
    const answer = await fetch(`${bridge.url}/api/v1/runs/${id}/reports?job=upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bridge.token}`, 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(text)),
    });
    const acknowledged = performance.now() - start;
    if (answer.status !== 202) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
    while ((await shown(client, id)) !== before + tests) await new Promise((later) => setTimeout(later, 50));
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `  report of ${tests.toLocaleString()} tests, ${(text.length / 1e6).toFixed(1)} MB${run % 2 === 0 ? ', names known' : ''}: acknowledged in ${acknowledged.toFixed(0)} ms, on the page after ${seconds.toFixed(1)} s`,
    );
  }
}

const counted = /"counts":\{"passed":(\d+),"failed":(\d+)/;

async function shown(client: Client, id: string): Promise<number> {
  const [, passed = '0', failed = '0'] = counted.exec(await client.get(`/api/v1/runs/${id}/tests?limit=1`)) ?? [];
  return Number(passed) + Number(failed);
}
