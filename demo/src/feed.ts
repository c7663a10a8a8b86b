import type { Target } from './api';
import { findIssue } from './grafana/findIssue';
import { notification, notify } from './grafana/notify';
import { deliver } from './github/deliver';
import { templates } from './github/templates';
import { browserService } from './sentry/browserService';
import { nodeService, type ErrorSender } from './sentry/nodeService';
import type { Stage } from './setup';
import { repositories } from './story/catalogue';
import { story, type Happening } from './story/hour';

export interface FeedOptions {
  target: Target;
  stage: Stage;
  /** Where the story begins: in the past is told at once, from now on as it happens. */
  from: number;
  /** Stop once the past is told. */
  historyOnly: boolean;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  report: (line: string) => void;
  /** Called when everything up to a time is told and taken. */
  told: (until: number) => Promise<void>;
}

export interface Told {
  deliveries: number;
  errors: number;
  alerts: number;
  /** Deliveries that the bridge had already. */
  repeated: number;
  refused: number;
}

type AlertHappening = Extract<Happening, { kind: 'alert' }>;

/** Deliveries under way at once while history is told: enough to be quick, few enough to be a believable client. */
const lanes = 24;
/** How long a firing alert waits for its issue, in seconds: the bridge may still digest the errors. */
const patienceSeconds = 60;

function senders({ dsns, state }: Stage): Map<string, ErrorSender> {
  return new Map(
    repositories.map(({ project }) => {
      const dsn = dsns.get(project.slug);
      if (!dsn) throw new Error(`no DSN for project ${project.slug}`);
      const service = project.sdk === 'browser' ? browserService : nodeService;
      return [project.slug, service(dsn, project.slug, state.seed)];
    }),
  );
}

/** The ways in which each kind of happening is told; counts what was. */
function teller(options: FeedOptions, services: ReadonlyMap<string, ErrorSender>, counts: Told) {
  const { target, stage, sleep } = options;
  const alert = async ({ alert, status }: AlertHappening): Promise<void> => {
    let issue = await findIssue(target, alert);
    for (let tries = 0; !issue && status === 'firing' && tries < patienceSeconds; tries++) {
      await sleep(1000);
      issue = await findIssue(target, alert);
    }
    // As with the query of a rule: no errors, no alert.
    if (!issue) return;
    await notify(stage.grafana, notification(alert, status, issue));
    counts.alerts++;
  };
  const tell = async (happening: Happening): Promise<void> => {
    switch (happening.kind) {
      case 'failure':
        services.get(happening.failure.repository.project.slug)?.send(happening.failure);
        counts.errors++;
        return;
      case 'alert':
        return alert(happening);
      case 'delivery':
        if ((await deliver(stage.github, happening.delivery)) === 'duplicate') counts.repeated++;
        else counts.deliveries++;
    }
  };
  return (happening: Happening): Promise<void> =>
    tell(happening).catch((error: unknown) => {
      counts.refused++;
      options.report(`refused: ${error instanceof Error ? error.message : String(error)}`);
    });
}

/**
 * Tells the past as fast as the bridge takes it, then the present as it happens. Alerts of the past come last: the bridge is to have what they
 * are about.
 */
export async function feed(options: FeedOptions): Promise<Told> {
  const { now, report, sleep, stage } = options;
  const services = senders(stage);
  const counts: Told = { deliveries: 0, errors: 0, alerts: 0, repeated: 0, refused: 0 };
  const tell = teller(options, services, counts);
  const started = now();
  const running = new Set<Promise<void>>();
  const pastAlerts: AlertHappening[] = [];
  const settle = async (until: number): Promise<void> => {
    await Promise.all(running);
    const flushed = await Promise.all([...services.values()].map((service) => service.flush()));
    // An alert that waits is not told yet, and what comes after it may be told twice.
    if (flushed.every((whole) => whole)) await options.told(Math.min(until, pastAlerts[0]?.at ?? until));
  };
  const endHistory = async (): Promise<void> => {
    await settle(started);
    for (const happening of pastAlerts.splice(0)) await tell(happening);
    await options.told(started);
    const repeated = counts.repeated > 0 ? ` (${counts.repeated} more were there already)` : '';
    report(
      `history: ${counts.deliveries} deliveries${repeated}, ${counts.errors} errors and ${counts.alerts} alerts in ${((now() - started) / 1000).toFixed(1)} s`,
    );
  };

  let live = false;
  let told = 0;
  for (const happening of story(stage.state.seed, templates(), options.from)) {
    if (!live && happening.at > started) {
      await endHistory();
      if (options.historyOnly) return counts;
      live = true;
    }
    if (!live && happening.kind === 'alert') {
      pastAlerts.push(happening);
      continue;
    }
    if (happening.at > now()) await sleep(happening.at - now());
    const task = tell(happening).finally(() => running.delete(task));
    running.add(task);
    if (running.size >= lanes) await Promise.race(running);
    if (live) await settle(happening.at);
    else if (++told % 1000 === 0) {
      await settle(happening.at);
      report(`history: ${told} told, at ${new Date(happening.at).toISOString().slice(0, 16)}Z`);
    }
  }
  return counts;
}
