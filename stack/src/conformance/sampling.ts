import { queryMimir } from './backends';
import { eventually, must } from './checks';
import { hourMs, minuteMs, type Context } from './context';
import { createProbe, idOf } from './probe';

/** The stack of this test keeps no application trace without error or delay (SAMPLE_PERCENT=0), so that each rule shows. */
export async function checkSampling(context: Context): Promise<void> {
  const { report, runId, defaultTenant, stack, now } = context;
  const probe = createProbe(context);
  const kinds = {
    ci: { attributes: { 'cicd.pipeline.run.id': runId } },
    deployment: { attributes: { 'deployment.id': runId } },
    failing: { failed: true },
    slow: { durationMs: 5000 },
    plain: {},
  };
  const name = (kind: string) => `sampling_${kind}_${runId}`;

  const decided = async (sampled: boolean): Promise<number> => {
    const expr = `sum(otelcol_processor_tail_sampling_global_count_traces_sampled_total{sampled="${sampled}"})`;
    const { rows } = await queryMimir(stack.urls.mimir, defaultTenant, expr, {
      fromMs: now() - hourMs,
      toMs: now() + minuteMs,
      stepSeconds: 15,
    });
    return Number(rows[0]?.values.at(-1) ?? 0);
  };

  await report.check(
    'sampling: CI and deployment traces never meet the sampler, which keeps errors and delays and drops the rest',
    async () => {
      const before = { kept: await decided(true), dropped: await decided(false) };
      for (const [kind, options] of Object.entries(kinds)) await probe.sendSpan(name(kind), options);
      await eventually(
        'the decisions',
        async () => (await decided(false)) > before.dropped && (await decided(true)) > before.kept + 1,
        90_000,
      );
      must((await decided(false)) === before.dropped + 1, 'more than the one plain trace was dropped');
      must((await decided(true)) === before.kept + 2, 'more than the failing and the slow trace met the sampler');
    },
  );

  if (context.tempoUrl === undefined) {
    report.skip('sampling: what was kept is in Tempo, what was dropped is not', 'TEMPO_URL is not set');
    return;
  }
  await report.check('sampling: what was kept is in Tempo, what was dropped is not', async () => {
    for (const kind of ['ci', 'deployment', 'failing', 'slow']) {
      await eventually(`the ${kind} trace`, () => probe.findTrace(name(kind), defaultTenant));
    }
    must(
      !(await probe.findTrace(name('plain'), defaultTenant)),
      `the plain trace ${idOf(`${runId} ${name('plain')}`, 16)} is there`,
    );
  });
}
