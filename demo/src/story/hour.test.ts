import { objectAt, templates } from '../github/templates';
import { alertsOf } from './alerts';
import { repositories } from './catalogue';
import { hourOf, story } from './hour';
import { hourMs } from './plan';

const template = templates();
const noon = Math.floor(Date.UTC(2026, 2, 4, 12) / hourMs);
/** Told once for all tests that look at it: a day is seven thousand happenings. */
const day = Array.from({ length: 24 }, (_, i) => hourOf('summit', template, noon - 24 + i)).flat();

test('the same seed tells the same hour, byte for byte', () => {
  expect(JSON.stringify(hourOf('a', template, noon))).toBe(JSON.stringify(hourOf('a', template, noon)));
  expect(JSON.stringify(hourOf('a', template, noon))).not.toBe(JSON.stringify(hourOf('b', template, noon)));
});

test('a day has failures, flakes, cancellations, deployments and errors', () => {
  const events = day.flatMap((h) => (h.kind === 'delivery' ? [h.delivery.event] : []));
  expect(new Set(events)).toEqual(
    new Set(['push', 'pull_request', 'workflow_run', 'workflow_job', 'deployment', 'deployment_status']),
  );
  const conclusions = JSON.stringify(day);
  for (const word of ['failure', 'cancelled', 'skipped', 'success'])
    expect(conclusions).toContain(`"conclusion":"${word}"`);
  expect(day.filter((h) => h.kind === 'failure').length).toBeGreaterThan(100);
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
  const ids = day.flatMap((h) => {
    const run = h.kind === 'delivery' ? objectAt(h.delivery.payload, 'workflow_run') : {};
    return h.kind === 'delivery' && h.delivery.payload['action'] === 'requested' && run['run_attempt'] === 1
      ? [run['id']]
      : [];
  });
  expect(ids.length).toBeGreaterThan(100);
  expect(new Set(ids).size).toBe(ids.length);
});

test('alerts come a few a day, each once, half an hour long and more', () => {
  const hours = Array.from({ length: 72 }, (_, i) => noon + i);
  const alerts = hours.flatMap((hour) => repositories.flatMap((repository) => alertsOf('summit', repository, hour)));
  expect(alerts.length).toBeGreaterThan(3);
  expect(alerts.length).toBeLessThan(20);
  expect(new Set(alerts.map(({ release }) => release)).size).toBe(alerts.length);
  for (const { startsAt, endsAt } of alerts) expect(endsAt - startsAt).toBeGreaterThanOrEqual(29 * 60_000);
});

test('an hour tells how its alerts begin and how they end', () => {
  const hour = Array.from({ length: 72 }, (_, i) => noon + i).find((h) =>
    repositories.some((repository) => alertsOf('summit', repository, h).length > 0),
  );
  const told = hourOf('summit', template, hour ?? 0).flatMap((h) => (h.kind === 'alert' ? [h.status] : []));
  expect(told.slice(0, 2)).toEqual(['firing', 'resolved']);
});

test('numbers do not come back after months', () => {
  const idsOf = (hour: number) =>
    hourOf('summit', template, hour).flatMap((h) =>
      h.kind === 'delivery' ? [objectAt(h.delivery.payload, 'workflow_run')['id']] : [],
    );
  const later = Array.from({ length: 5 }, (_, i) => idsOf(noon + 4000 + i)).flat();
  const now = new Set(Array.from({ length: 5 }, (_, i) => idsOf(noon + i)).flat());
  expect(later.filter((id) => id !== undefined && now.has(id))).toEqual([]);
  expect(Math.max(...later.filter((id) => typeof id === 'number')) * 1000).toBeLessThan(Number.MAX_SAFE_INTEGER);
});
