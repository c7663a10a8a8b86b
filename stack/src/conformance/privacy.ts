import { eventually, must } from './checks';
import type { Context } from './context';
import { createProbe } from './probe';

/** Secrets do not pass the Collector, by their key or by their form; what only looks like one does. */
export async function checkRedaction(context: Context): Promise<void> {
  const { report, runId, defaultTenant } = context;
  const probe = createProbe(context);
  await report.check('redaction: secrets are masked, counts of tokens are not', async () => {
    const marker = `redaction ${runId}`;
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    await probe.sendLog(marker, {
      attributes: {
        'http.request.header.authorization': 'Bearer abcdefghijklmnopqrstuvwxyz',
        'db.password': 'hunter2hunter2',
        note: `the token is ${secret} here`,
        'gen_ai.usage.input_tokens': '1234',
        'cicd.pipeline.run.id': '12345678901',
      },
    });
    await eventually('the record', async () => (await probe.logRow(marker, defaultTenant)) !== undefined);
    const row = (await probe.logRow(marker, defaultTenant)) ?? {};
    const text = JSON.stringify(row);
    for (const leaked of ['abcdefghijklmnop', 'hunter2', secret])
      must(!text.includes(leaked), `"${leaked}" is stored: ${text}`);
    must(
      row.gen_ai_usage_input_tokens === '1234' && row.cicd_pipeline_run_id === '12345678901',
      `too much is masked: ${text}`,
    );
  });
}
