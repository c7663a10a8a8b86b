import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAllowList } from './allowList';
import { hasTrace, queryLoki, queryMimir } from './backends';
import { eventually, must } from './checks';
import { collectQueries } from './collect';
import { hourMs, type Context } from './context';
import { checkQueries } from './runQueries';
import { startTraffic, type Samples, type Traffic } from './traffic';

/** Undefined when the bridge did not come up, which is a failed check. */
export async function startedTraffic(
  context: Context,
  dataDir: string,
  bridgePort: number,
): Promise<Traffic | undefined> {
  let traffic: Traffic | undefined;
  await context.report.check('the bridge starts and takes the demo traffic', async () => {
    traffic = await startTraffic({
      dataDir,
      tenant: context.defaultTenant,
      otlpHttp: context.stack.urls.otlpHttp,
      bridgePort,
    });
  });
  return traffic;
}

/** What the repository ships, against what the bridge sends. */
export async function checkShipped(context: Context, traffic: Traffic): Promise<void> {
  const { report, stack, secondTenant, now } = context;
  let samples: Samples | undefined;
  await report.check('the bridge has a finished run and an issue', async () => {
    await eventually('a run and an issue', async () => (samples = await traffic.samples()) !== undefined, 120_000);
  });
  if (samples === undefined) return;
  const { runTraceId, issueId } = samples;
  const placeholders = { traceId: [runTraceId], issueId: [issueId] };
  const broken: [string, unknown][] = [];
  const collected = await collectQueries(placeholders, (file, error) => broken.push([file, error]));
  for (const [file, error] of broken) {
    await report.check(`queries of ${file}`, async () => {
      throw error;
    });
  }
  const allowed = readAllowList(await readFile(join(__dirname, 'allow-list.yaml'), 'utf8'));
  await checkQueries(context, collected, allowed);

  await report.check("the bridge's health is there once, and its process beside it", async () => {
    const count = async (expr: string) =>
      (await queryMimir(stack.urls.mimir, context.defaultTenant, expr, now())).series;
    await eventually('summit_dead_letters', async () => (await count('summit_dead_letters')) > 0);
    await eventually('up', async () => (await count('up{job="summit-bridge"} == 1')) === 1);
    must((await count('summit_dead_letters')) === 1, 'summit_dead_letters comes over OTLP and from /metrics');
  });

  await report.check("tenants: another tenant sees nothing of the bridge's", async () => {
    const day = { fromMs: now() - 24 * hourMs, toMs: now(), stepSeconds: 900 };
    const logs = await queryLoki(stack.urls.loki, secondTenant, '{service_name=~".+"} | summit_issue_id != ``', day);
    const metrics = await queryMimir(stack.urls.mimir, secondTenant, '{__name__=~"(cicd|vcs|summit)_.+"}', {
      ...day,
      stepSeconds: 60,
    });
    must(logs.series === 0 && metrics.series === 0, `${logs.series} streams and ${metrics.series} series`);
  });
  if (context.tempoUrl === undefined) report.skip('the trace of a run is in Tempo', 'TEMPO_URL is not set');
  else {
    const tempoUrl = context.tempoUrl;
    await report.check('the trace of a run is in Tempo', () =>
      eventually(runTraceId, () => hasTrace(tempoUrl, context.defaultTenant, runTraceId)),
    );
  }
}
