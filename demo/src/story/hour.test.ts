import { objectAt, templates } from '../github/templates';
import { hourOf, story } from './hour';
import { hourMs } from './plan';

const template = templates();
const noon = Math.floor(Date.UTC(2026, 2, 4, 12) / hourMs);
const day = (seed: string) => Array.from({ length: 24 }, (_, i) => hourOf(seed, template, noon - 24 + i)).flat();

test('the same seed tells the same hour, byte for byte', () => {
  expect(JSON.stringify(hourOf('a', template, noon))).toBe(JSON.stringify(hourOf('a', template, noon)));
  expect(JSON.stringify(hourOf('a', template, noon))).not.toBe(JSON.stringify(hourOf('b', template, noon)));
});

test('a day has failures, flakes, cancellations, deployments and errors', () => {
  const happenings = day('summit');
  const events = happenings.flatMap((h) => (h.kind === 'delivery' ? [h.delivery.event] : []));
  expect(new Set(events)).toEqual(
    new Set(['push', 'pull_request', 'workflow_run', 'workflow_job', 'deployment', 'deployment_status']),
  );
  const conclusions = JSON.stringify(happenings);
  for (const word of ['failure', 'cancelled', 'skipped', 'success'])
    expect(conclusions).toContain(`"conclusion":"${word}"`);
  expect(happenings.filter((h) => h.kind === 'failure').length).toBeGreaterThan(100);
});

test('the story is in order of time and starts where it is asked to', () => {
  const from = noon * hourMs + 1_800_000;
  const times: number[] = [];
  for (const { at } of story('summit', template, from)) {
    times.push(at);
    if (times.length === 2000) break;
  }
  expect(times[0]).toBeGreaterThanOrEqual(from);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('run ids differ between runs', () => {
  const ids = day('summit').flatMap((h) => {
    const run = h.kind === 'delivery' ? objectAt(h.delivery.payload, 'workflow_run') : {};
    return h.kind === 'delivery' && h.delivery.payload['action'] === 'requested' && run['run_attempt'] === 1
      ? [run['id']]
      : [];
  });
  expect(ids.length).toBeGreaterThan(100);
  expect(new Set(ids).size).toBe(ids.length);
});
