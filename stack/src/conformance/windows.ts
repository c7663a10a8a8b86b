import { queryMimir } from './backends';
import { eventually, must } from './checks';
import { hourMs, minuteMs, type Context } from './context';
import { createProbe } from './probe';

const dayMs = 24 * hourMs;

const ages = [
  ['26 hours', 26 * hourMs],
  ['6 days', 6 * dayMs],
] as const;

/** What arrives late is found at the time it happened; what is too old is refused and counted, never lost in silence. */
export async function checkWindows(context: Context): Promise<void> {
  const { report, runId, defaultTenant: tenant, stack, now } = context;
  const probe = createProbe(context);

  for (const [label, ageMs] of ages) {
    await report.check(`late: a log record ${label} old is found again, behind newer ones of its stream`, async () => {
      const marker = `late ${label} ${runId}`;
      await probe.sendLog(`now ${label} ${runId}`);
      await eventually('the newer one', () => probe.findLog(`now ${label} ${runId}`, tenant));
      await probe.sendLog(marker, { ageMs });
      await eventually('the late one', () => probe.findLog(marker, tenant, ageMs));
    });

    await report.check(
      `late: a metric point ${label} old is found again, behind newer ones of its series`,
      async () => {
        const name = `late_${label.replace(' ', '_')}_${runId}`;
        await probe.sendCounter(name);
        await eventually('the newer one', () => probe.findCounter(name, tenant));
        await probe.sendCounter(name, { ageMs });
        await eventually('the late one', () => probe.findCounter(name, tenant, ageMs));
      },
    );
  }

  await report.check(
    'late: the log records are found again when Loki has written them to its store and started again',
    async () => {
      const flushed = await fetch(`${stack.urls.loki}/flush`, { method: 'POST' });
      must(flushed.ok, `Loki answered ${flushed.status} to /flush`);
      await stack.restart('loki');
      for (const [label, ageMs] of ages) {
        await eventually(`the one ${label} old`, () => probe.findLog(`late ${label} ${runId}`, tenant, ageMs));
      }
    },
  );

  if (context.tempoUrl === undefined) report.skip('late: a trace 26 hours old is found again', 'TEMPO_URL is not set');
  else {
    await report.check('late: a trace 26 hours old is found again', async () => {
      const name = `late_ci_${runId}`;
      await probe.sendSpan(name, { ageMs: 26 * hourMs, attributes: { 'cicd.pipeline.run.id': name } });
      await eventually('the trace', () => probe.findTrace(name, tenant));
    });
  }

  await report.check('late: a log record 8 days old is refused and the refusal is counted', async () => {
    const marker = `too old ${runId}`;
    const failed = 'sum(otelcol_exporter_send_failed_log_records_total)';
    const range = { fromMs: now() - hourMs, toMs: now() + minuteMs, stepSeconds: 15 };
    const count = async () => {
      const { rows } = await queryMimir(stack.urls.mimir, tenant, failed, { ...range, toMs: now() });
      return Number(rows[0]?.values.at(-1) ?? 0);
    };
    const before = await count();
    await probe.sendLog(marker, { ageMs: 8 * dayMs });
    await eventually(
      'the refusal in otelcol_exporter_send_failed_log_records_total',
      async () => (await count()) > before,
      90_000,
    );
    must(!(await probe.findLog(marker, tenant, 8 * dayMs)), 'it was stored all the same');
  });
}
