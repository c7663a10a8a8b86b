import { createHmac, randomUUID } from 'node:crypto';
import type { Delivery } from './github';

export interface BridgeApi {
  url: string;
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body: unknown) => Promise<T>;
  put: <T>(path: string, body: unknown) => Promise<T>;
  /** Sends webhooks through a GitHub door, signed, in order. */
  deliver: (deliveries: readonly Delivery[]) => Promise<void>;
  /** Uploads a report of a run, as a job does. */
  upload: (runId: string, report: string, job?: string) => Promise<void>;
  /** Sends a repository's CODEOWNERS, as a job does. */
  sendOwners: (repository: string, text: string) => Promise<void>;
  /** Sends a log of a run, or a part of it, as a job does. */
  sendLog: (runId: string, text: string, said: LogPart) => Promise<void>;
  /** Sends one error event through the Sentry door of a project, which is made when it is not there. */
  sendError: (project: string, event: Record<string, unknown>) => Promise<void>;
}

export interface LogPart {
  job: string;
  part?: number;
  final?: boolean;
}

const NEW_DOOR_TRIES = 20;

interface Door {
  url: string;
  secret: string;
}
interface ProjectKeys {
  items: { slug: string; keys: { dsn: string; revokedAt: string | null }[] }[];
}

const checked = async (answer: Response, what: string): Promise<Response> => {
  if (!answer.ok) {
    throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  }
  return answer;
};

/** The address on this machine of a door whose public address may name another host. */
const here = (base: string, door: string): string => new URL(new URL(door).pathname, base).href;

/** The bridge as the tests use it: as any provider, SDK or caller of its API would. */
export const createBridgeApi = ({ url, token }: { url: string; token: string }): BridgeApi => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const answer = await checked(
      await fetch(`${url}/api/v1${path}`, { headers, ...init }),
      `${init.method ?? 'GET'} ${path}`,
    );
    return (await answer.json()) as T;
  };
  const get = <T>(path: string) => call<T>(path);
  const post = <T>(path: string, body: unknown) => call<T>(path, { method: 'POST', body: JSON.stringify(body) });

  const put = <T>(path: string, body: unknown) => call<T>(path, { method: 'PUT', body: JSON.stringify(body) });

  let door: Promise<Door> | undefined;
  const githubDoor = () => (door ??= post<Door>('/hooks', { provider: 'github', name: 'browser tests' }));

  const deliverOne = async ({ event, payload }: Delivery) => {
    const { url: doorUrl, secret } = await githubDoor();
    const body = JSON.stringify(payload);
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const send = () =>
      fetch(here(url, doorUrl), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': event,
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${signature}`,
        },
        body,
      });
    let answer = await send();
    // The doors learn of a new one a moment after it was made, and refuse it until then.
    for (let left = NEW_DOOR_TRIES; answer.status === 401 && left > 0; left--) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      answer = await send();
    }
    await checked(answer, `delivery of ${event}`);
  };

  const dsnOf = async (slug: string): Promise<URL> => {
    const { items } = await get<ProjectKeys>('/projects?limit=200');
    const project =
      items.find((one) => one.slug === slug) ??
      (await post<ProjectKeys['items'][number]>('/projects', { slug, name: slug }));
    const key = project.keys.find(({ revokedAt }) => revokedAt === null);
    if (!key) {
      throw new Error(`project ${slug} has no live key`);
    }
    return new URL(key.dsn);
  };

  return {
    url,
    get,
    post,
    put,
    deliver: async (deliveries) => {
      for (const delivery of deliveries) {
        await deliverOne(delivery);
      }
    },
    upload: async (runId, report, job = 'test') => {
      const path = `/api/v1/runs/${encodeURIComponent(runId)}/reports?job=${encodeURIComponent(job)}`;
      const body = { method: 'POST', headers: { authorization: headers.authorization }, body: report };
      await checked(await fetch(`${url}${path}`, body), `upload for ${runId}`);
    },
    sendOwners: async (repository, text) => {
      const path = `/api/v1/code-owners?repository=${encodeURIComponent(repository)}`;
      const body = { method: 'POST', headers: { authorization: headers.authorization }, body: text };
      await checked(await fetch(`${url}${path}`, body), `code owners of ${repository}`);
    },
    sendLog: async (runId, text, said) => {
      const query = new URLSearchParams(Object.entries(said).map(([name, value]) => [name, String(value)]));
      const path = `/api/v1/runs/${encodeURIComponent(runId)}/logs?${query}`;
      const body = { method: 'POST', headers: { authorization: headers.authorization }, body: text };
      await checked(await fetch(`${url}${path}`, body), `log of ${runId}`);
    },
    sendError: async (project, event) => {
      const dsn = await dsnOf(project);
      const eventId = randomUUID().replaceAll('-', '');
      const item = JSON.stringify({ event_id: eventId, timestamp: Date.now() / 1000, ...event });
      const body = `${JSON.stringify({ event_id: eventId })}\n${JSON.stringify({ type: 'event' })}\n${item}\n`;
      const answer = await fetch(`${url}/api${dsn.pathname}/envelope/?sentry_key=${dsn.username}&sentry_version=7`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-sentry-envelope' },
        body,
      });
      await checked(answer, 'envelope');
    },
  };
};
