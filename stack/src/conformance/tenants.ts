import { eventually, must } from './checks';
import type { Context } from './context';
import { createProbe, type Probe } from './probe';

interface Signal {
  name: string;
  send: (marker: string, tenant: string | undefined) => Promise<void>;
  find: (marker: string, tenant: string) => Promise<boolean>;
}

function signals(probe: Probe, withTempo: boolean): Signal[] {
  const list: Signal[] = [
    { name: 'logs', send: (marker, tenant) => probe.sendLog(marker, { tenant }), find: probe.findLog },
    { name: 'metrics', send: (marker, tenant) => probe.sendCounter(marker, { tenant }), find: probe.findCounter },
    { name: 'span metrics', send: (marker, tenant) => probe.sendSpan(marker, { tenant }), find: probe.findCalls },
  ];
  if (withTempo) {
    list.push({
      name: 'CI traces',
      send: (marker, tenant) =>
        probe.sendSpan(`ci_${marker}`, { tenant, attributes: { 'cicd.pipeline.run.id': marker } }),
      find: (marker, tenant) => probe.findTrace(`ci_${marker}`, tenant),
    });
    list.push({
      name: 'sampled traces',
      send: (marker, tenant) => probe.sendSpan(`app_${marker}`, { tenant, failed: true }),
      find: (marker, tenant) => probe.findTrace(`app_${marker}`, tenant),
    });
  }
  return list;
}

const markerOf = (context: Context, round: string, tenant: string) =>
  `m_${context.runId}_${round}_${tenant.replace(/\W/g, '_')}`;

async function sendAll(context: Context, round: string, list: Signal[], tenants: string[]): Promise<void> {
  for (const signal of list) {
    // The default tenant sends without a header: that is how it is chosen.
    for (const tenant of tenants)
      await signal.send(markerOf(context, round, tenant), tenant === context.defaultTenant ? undefined : tenant);
  }
}

/** Each tenant finds what it sent, and nothing that another did. */
async function checkSeparate(context: Context, round: string, list: Signal[], tenants: string[]): Promise<void> {
  for (const signal of list) {
    await context.report.check(`tenants ${round}: ${signal.name} are seen by their own tenant only`, async () => {
      for (const tenant of tenants) {
        await eventually(
          `${signal.name} of ${tenant}`,
          () => signal.find(markerOf(context, round, tenant), tenant),
          90_000,
        );
      }
      for (const reader of tenants) {
        for (const owner of tenants.filter((tenant) => tenant !== reader)) {
          must(
            !(await signal.find(markerOf(context, round, owner), reader)),
            `${reader} sees ${signal.name} of ${owner}`,
          );
        }
      }
    });
  }
}

/** Two tenants through the real Collector: at once, and with backends down and the Collector killed between sending and delivery. */
export async function checkTenants(context: Context): Promise<void> {
  const probe = createProbe(context);
  const { stack, report } = context;
  const list = signals(probe, context.tempoUrl !== undefined);
  const tenants = [context.defaultTenant, context.secondTenant];
  const durable = list.filter((signal) => signal.name !== 'span metrics' && signal.name !== 'sampled traces');

  await sendAll(context, 'live', list, tenants);
  await checkSeparate(context, 'live', list, tenants);

  await report.check('tenants: one that no configuration names has its logs and metrics', async () => {
    const tenant = context.unnamedTenant;
    const marker = markerOf(context, 'live', tenant);
    await probe.sendLog(marker, { tenant });
    await probe.sendCounter(marker, { tenant });
    await eventually('its log', () => probe.findLog(marker, tenant));
    await eventually('its metric', () => probe.findCounter(marker, tenant));
  });

  await report.check('tenants: a sender cannot write a tenant into its data', async () => {
    const marker = markerOf(context, 'forged', context.defaultTenant);
    await probe.sendSpan(marker, { attributes: { 'summit.tenant': context.secondTenant } });
    await eventually('its span metrics', () => probe.findCalls(marker, context.defaultTenant));
    must(!(await probe.findCalls(marker, context.secondTenant)), 'the attribute chose the tenant');
  });

  const restarted = await report.check('Collector: killed with Loki and Mimir down, it starts again', async () => {
    await stack.restart('loki', { leaveStopped: true });
    await stack.restart('mimir', { leaveStopped: true });
    await sendAll(context, 'killed', durable, tenants);
    await stack.restart('collector', { kill: true });
    await stack.restart('loki');
    await stack.restart('mimir');
  });
  if (restarted) await checkSeparate(context, 'killed', durable, tenants);
}
