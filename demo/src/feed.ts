import { deliver, type Door } from './github/deliver';
import { templates } from './github/templates';
import { browserService } from './sentry/browserService';
import { nodeService, type ErrorSender } from './sentry/nodeService';
import { repositories } from './story/catalogue';
import { story, type Happening } from './story/hour';

export interface FeedOptions {
  seed: string;
  door: Door;
  dsns: ReadonlyMap<string, string>;
  historyMs: number;
  /** Stop once the history is told. */
  historyOnly: boolean;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  report: (line: string) => void;
}

/** Deliveries under way at once while history is told: enough to be quick, few enough to be a believable client. */
const lanes = 24;

function senders(dsns: ReadonlyMap<string, string>): Map<string, ErrorSender> {
  return new Map(
    repositories.map(({ project }) => {
      const dsn = dsns.get(project.slug);
      if (!dsn) throw new Error(`no DSN for project ${project.slug}`);
      return [project.slug, project.sdk === 'browser' ? browserService(dsn) : nodeService(dsn, project.slug)];
    }),
  );
}

/** Tells the past as fast as the bridge takes it, then the present as it happens. */
export async function feed(options: FeedOptions): Promise<{ deliveries: number; errors: number; refused: number }> {
  const { door, now, report, sleep } = options;
  const services = senders(options.dsns);
  const counts = { deliveries: 0, errors: 0, refused: 0 };
  const started = now();
  const running = new Set<Promise<void>>();

  const tell = async (happening: Happening): Promise<void> => {
    if (happening.kind === 'failure') {
      services.get(happening.failure.repository.project.slug)?.send(happening.failure);
      counts.errors++;
      return;
    }
    try {
      await deliver(door, happening.delivery);
      counts.deliveries++;
    } catch (error) {
      counts.refused++;
      report(`refused: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  let live = false;
  let told = 0;
  for (const happening of story(options.seed, templates(), started - options.historyMs)) {
    if (!live && happening.at > started) {
      await Promise.all([...running, ...[...services.values()].map((service) => service.flush())]);
      report(
        `history: ${counts.deliveries} deliveries and ${counts.errors} errors in ${((now() - started) / 1000).toFixed(1)} s`,
      );
      if (options.historyOnly) return counts;
      live = true;
    }
    if (happening.at > now()) await sleep(happening.at - now());
    const task = tell(happening).finally(() => running.delete(task));
    running.add(task);
    if (running.size >= lanes) await Promise.race(running);
    if (!live && ++told % 1000 === 0) {
      await Promise.all([...services.values()].map((service) => service.flush()));
      report(`history: ${told} told, at ${new Date(happening.at).toISOString().slice(0, 16)}Z`);
    }
  }
  return counts;
}
