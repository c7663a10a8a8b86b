import { CreatedHook, HookPage, Project, ProjectPage, type Hook } from '@summit/contracts';
import { call, type Target } from './api';
import { repositories } from './story/catalogue';
import type { State } from './state';

/** Where one provider's deliveries go, and what they are signed with. */
export interface Door {
  url: string;
  secret: string;
}

type Provider = 'github' | 'grafana';

const doorName = 'demo';

interface Opened extends Door {
  id: string;
}

/** Where the story is to be told, and what to remember of it. */
export interface Stage {
  github: Door;
  grafana: Door;
  dsns: Map<string, string>;
  state: State;
}

async function allHooks(target: Target): Promise<Hook[]> {
  const hooks: Hook[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Hook[]; next: string | null } = await call(
      target,
      'GET',
      `/hooks?${new URLSearchParams({ limit: '100', ...(cursor && { cursor }) }).toString()}`,
      HookPage,
    );
    hooks.push(...page.items);
    cursor = page.next;
  }
  return hooks;
}

/**
 * The demo's door of a provider: the one it remembers, if the bridge still has it. Without a memory of it the door of that name gets a new
 * secret rather than a twin, since the bridge tells a delivery from its repetition by the door; only then one is made.
 */
async function openDoor(
  target: Target,
  provider: Provider,
  hooks: readonly Hook[],
  remembered: { id: string; secret: string } | undefined,
): Promise<Opened> {
  const own = hooks.filter((hook) => hook.provider === provider);
  const reachable = (url: string) => new URL(new URL(url).pathname, target.url).href;
  const known = remembered && own.find(({ id }) => id === remembered.id);
  if (known && remembered) return { id: known.id, secret: remembered.secret, url: reachable(known.url) };
  const found = own.find(({ name }) => name === doorName);
  const { id, url, secret } = found
    ? await call(target, 'POST', `/hooks/${found.id}/rotate`, CreatedHook)
    : await call(target, 'POST', '/hooks', CreatedHook, { provider, name: doorName });
  return { id, secret, url: reachable(url) };
}

/** The demo's doors and the DSN of each of its projects, made where they do not exist yet. Throws where another story was told. */
export async function setUp(target: Target, seed: string, remembered: State | null): Promise<Stage> {
  const hooks = await allHooks(target);
  const { doors, toldUntil } = remembered ?? { doors: {}, toldUntil: null };
  // A memory of another bridge, or of one that was emptied since, says nothing about this one.
  const sameBridge = hooks.some(({ id }) => id === doors.github?.id);
  if (remembered && sameBridge && remembered.seed !== seed)
    throw new Error(
      `this bridge was told the story of "${remembered.seed}", and runs of two stories would share their numbers; tell "${seed}" to another one (DATA_DIR, PORT)`,
    );
  const github = await openDoor(target, 'github', hooks, doors.github);
  const grafana = await openDoor(target, 'grafana', hooks, doors.grafana);
  const kept = ({ id, secret }: Opened) => ({ id, secret });
  return {
    github,
    grafana,
    dsns: await projectDsns(target),
    state: {
      seed,
      doors: { github: kept(github), grafana: kept(grafana) },
      toldUntil: sameBridge ? toldUntil : null,
    },
  };
}

async function projectDsns(target: Target): Promise<Map<string, string>> {
  const existing = await call(target, 'GET', '/projects?limit=100', ProjectPage);
  const dsns = new Map<string, string>();
  for (const { project } of repositories) {
    const found = existing.items.find(({ slug }) => slug === project.slug);
    const body = {
      slug: project.slug,
      name: project.name,
      platform: project.sdk === 'browser' ? 'javascript' : 'node',
    };
    const { keys } = found ?? (await call(target, 'POST', '/projects', Project, body));
    const key = keys.find(({ revokedAt }) => revokedAt === null);
    if (!key) throw new Error(`project ${project.slug} has no live DSN key`);
    dsns.set(project.slug, key.dsn);
  }
  return dsns;
}
