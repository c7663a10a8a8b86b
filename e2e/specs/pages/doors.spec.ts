import { execFile } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { readServers } from '../../harness/options';
import { expect, test } from '../../harness/test';
import { app } from './support';

const settings = `${app}/settings`;

/** Each CI system's guide, followed to the letter: what it shows is enough to deliver a first run. */

interface Door {
  address: string;
  secret: string;
}

interface System {
  name: string;
  /** What the guide calls the address and the secret. */
  labels: [string, string];
  send: (door: Door, body: string) => { url: string; headers: Record<string, string> };
  payload: (title: string) => object;
  /** A secret that the system makes itself. */
  own?: { label: string; secret: string };
}

const at = new Date().toISOString();
const travisKeys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const number = () => Math.floor(Math.random() * 1e9);

const systems: readonly System[] = [
  {
    name: 'GitLab',
    labels: ['URL', 'secret token'],
    send: ({ address, secret }) => ({
      url: address,
      headers: { 'x-gitlab-event': 'Pipeline Hook', 'x-gitlab-token': secret, 'idempotency-key': randomUUID() },
    }),
    payload: (title) => ({
      object_kind: 'pipeline',
      object_attributes: {
        id: number(),
        iid: 7,
        name: title,
        ref: 'main',
        sha: 'c'.repeat(40),
        source: 'push',
        status: 'running',
        created_at: at,
      },
      project: { path_with_namespace: 'demo/web/shop', web_url: 'https://git.example.org/demo/web/shop' },
      builds: [
        {
          id: number(),
          name: 'compile',
          stage: 'build',
          status: 'running',
          created_at: at,
          started_at: at,
          queued_duration: 4,
        },
      ],
    }),
  },
  {
    name: 'Jenkins',
    labels: ['address with secret', 'address with secret'],
    send: ({ address }) => ({ url: address, headers: {} }),
    payload: (title) => ({
      name: title,
      build: {
        number: number(),
        full_url: `https://ci.example.org/job/${encodeURIComponent(title)}/1/`,
        url: `job/${encodeURIComponent(title)}/1/`,
        phase: 'STARTED',
        timestamp: Date.now(),
        scm: {},
      },
    }),
  },
  {
    name: 'CircleCI',
    labels: ['receiver URL', 'secret token'],
    send: ({ address, secret }, body) => ({
      url: address,
      headers: {
        'circleci-event-type': 'workflow-completed',
        'circleci-signature': `v1=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
    }),
    payload: (title) => ({
      type: 'workflow-completed',
      happened_at: at,
      project: { name: 'shop', slug: 'github/demo/shop' },
      workflow: { id: randomUUID(), name: title, created_at: at, stopped_at: at, status: 'success' },
      pipeline: { number: 3 },
    }),
  },
  {
    name: 'Buildkite',
    labels: ['webhook URL', 'token'],
    send: ({ address, secret }, body) => ({
      url: address,
      headers: {
        'x-buildkite-event': 'build.running',
        'x-buildkite-signature': `timestamp=1,signature=${createHmac('sha256', secret).update(`1.${body}`).digest('hex')}`,
      },
    }),
    payload: (title) => ({
      build: {
        id: randomUUID(),
        number: 9,
        state: 'running',
        message: title,
        branch: 'main',
        created_at: at,
        started_at: at,
      },
      pipeline: { slug: 'shop', name: 'Shop', repository: 'git@github.com:demo/shop.git' },
    }),
  },
  {
    name: 'Azure DevOps',
    labels: ['URL', 'password'],
    send: ({ address, secret }) => ({
      url: address,
      headers: { authorization: `Basic ${Buffer.from(`summit:${secret}`).toString('base64')}` },
    }),
    payload: (title) => ({
      id: randomUUID(),
      eventType: 'ms.vss-pipelines.run-state-changed-event',
      createdDate: at,
      resource: {
        run: {
          id: number(),
          name: '20260131.5',
          state: 'inProgress',
          createdDate: at,
          _links: { web: { href: 'https://dev.azure.com/demo/web/_build/results?buildId=1' } },
        },
        pipeline: { name: title, folder: '\\' },
        repositories: [{ type: 'Git', url: 'https://demo@dev.azure.com/demo/web/_git/shop' }],
      },
    }),
  },
  {
    name: 'Travis CI',
    labels: ['notifications', 'command for the key'],
    own: { label: "Travis CI's public key", secret: travisKeys.publicKey },
    send: ({ address }, body) => ({
      url: /https?:\S+/.exec(address)?.[0] ?? '',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        signature: sign('sha1', Buffer.from(body), travisKeys.privateKey).toString('base64'),
      },
    }),
    payload: (title) => ({
      id: number(),
      number: '6',
      state: 'started',
      started_at: at,
      message: title,
      repository: { name: 'shop', owner_name: 'demo' },
    }),
  },
  {
    name: 'Tekton and CDEvents',
    labels: ['sink of Tekton', 'secret'],
    send: ({ address }) => ({
      // As clients of CloudEvents do: what stands before the host becomes a header.
      url: /"sink":"([^"]+)"/.exec(address)?.[1]?.replace(/summit:.*@/, '') ?? '',
      headers: {
        authorization: `Basic ${Buffer.from(/summit:.*(?=@)/.exec(address)?.[0] ?? '').toString('base64')}`,
        'ce-specversion': '1.0',
        'ce-id': randomUUID(),
        'ce-source': '/apis/tekton.dev/v1beta1/namespaces/demo/pipelineruns/first',
        'ce-type': 'dev.tekton.event.pipelinerun.running.v1',
        'ce-time': at,
      },
    }),
    payload: (title) => ({
      pipelineRun: {
        metadata: { name: `${title}-x`, namespace: 'demo', uid: randomUUID(), creationTimestamp: at },
        spec: { pipelineRef: { name: title } },
        status: {
          startTime: at,
          conditions: [{ type: 'Succeeded', status: 'Unknown', reason: 'Running', lastTransitionTime: at }],
        },
      },
    }),
  },
  {
    name: 'anything else',
    labels: ['address', 'secret'],
    send: ({ address, secret }, body) => ({
      url: address,
      headers: { 'x-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
    }),
    payload: (title) => ({
      system: 'first.example.org',
      events: [{ type: 'run', id: title, name: title, status: 'running', time: at }],
    }),
  },
];

test.describe('following the guide', () => {
  for (const { name, labels, send, payload, own } of systems) {
    test(`of ${name} brings its first run`, async ({ page, gotoPage, bridge }) => {
      await gotoPage(`${settings}?tab=hooks`);
      await page.getByRole('button', { name: `Connect ${name}` }).click();
      const guide = page.getByTestId('guide');
      await expect(guide.getByTestId('waiting')).toBeVisible();
      if (own) {
        await guide.getByLabel(own.label).fill(own.secret);
        await guide.getByRole('button', { name: 'Use it' }).click();
        await expect(guide.getByLabel(own.label)).toHaveValue('');
      }
      const text = async (label: string): Promise<string> =>
        (await guide.getByLabel(label, { exact: true }).first().textContent()) ?? '';
      const door = { address: await text(labels[0]), secret: await text(labels[1]) };
      const title = `first-${randomUUID().slice(0, 8)}`;
      const body = JSON.stringify(payload(title));
      const { url, headers } = send(door, body);
      const { pathname, search } = new URL(url);
      const answer = await fetch(new URL(pathname + search, readServers().bridgeUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: own ? new URLSearchParams({ payload: body }).toString() : body,
      });
      expect(await answer.text()).toContain('accepted');
      await expect(guide.getByTestId('delivered')).toBeVisible();
      await expect.poll(async () => JSON.stringify(await bridge.get('/runs?limit=20'))).toContain(title);
    });
  }

  for (const [name, label, run] of [
    ['Tekton and CDEvents', 'first event', 'cdevents-terminal.example.org-first-1'],
    ['anything else', 'first delivery', 'generic-terminal.example.org-first-1'],
  ] as const)
    test(`the command that the guide of ${name} shows works as it is`, async ({ page, gotoPage, bridge }) => {
      await gotoPage(`${settings}?tab=hooks`);
      await page.getByRole('button', { name: `Connect ${name}` }).click();
      const guide = page.getByTestId('guide');
      const command = (await guide.getByLabel(label, { exact: true }).textContent()) ?? '';
      // The bridge of this test may be known to itself under another address.
      const here = command.replace(/https?:[^']+(?=\/hooks\/)/, new URL(readServers().bridgeUrl).origin);
      const { stdout } = await promisify(execFile)('sh', ['-c', here]);
      expect(stdout).toContain('accepted');
      await expect(guide.getByTestId('delivered')).toBeVisible();
      await expect.poll(async () => JSON.stringify(await bridge.get('/runs?limit=20'))).toContain(run);
    });

  test('a secret that the other side made opens the door instead', async ({ page, gotoPage }) => {
    await gotoPage(`${settings}?tab=hooks`);
    await page.getByRole('button', { name: 'Connect Buildkite' }).click();
    const guide = page.getByTestId('guide');
    await guide.getByLabel("Buildkite's token").fill('short');
    await expect(guide.getByRole('button', { name: 'Use it' })).toBeDisabled();
    await guide.getByLabel("Buildkite's token").fill('made-by-the-other-side');
    await guide.getByRole('button', { name: 'Use it' }).click();
    await expect(guide.getByLabel('token', { exact: true }).first()).toHaveText('made-by-the-other-side');
  });
});
