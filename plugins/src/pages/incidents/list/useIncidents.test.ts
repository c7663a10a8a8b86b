import type { Incident } from '@summit/contracts';
import { servicesOf } from '../new/NewIncident';
import { lasted } from '../looks/Timer';
import { belongs, tabOf } from './useIncidents';

const incident: Incident = {
  id: '1',
  title: 'Checkout fails',
  severity: 'high',
  status: 'mitigated',
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  createdBy: 'ada',
  affectedServices: [],
  relatedAlerts: [],
};

test.each([
  ['', 'active'],
  ['resolved', 'resolved'],
  ['all', 'all'],
  ['nonsense', 'active'],
])('the tab of %p is %p', (text, tab) => expect(tabOf(text)).toBe(tab));

test('an incident is active until it is resolved', () => {
  expect(belongs(incident, 'active')).toBe(true);
  expect(belongs(incident, 'resolved')).toBe(false);
  expect(belongs({ ...incident, status: 'resolved' }, 'active')).toBe(false);
  expect(belongs({ ...incident, status: 'resolved' }, 'all')).toBe(true);
});

test('its time stops when it is resolved and never runs backwards', () => {
  const start = Date.parse(incident.createdAt);
  expect(lasted(incident, start + 5000)).toBe(5000);
  expect(lasted(incident, start - 5000)).toBe(0);
  expect(lasted({ ...incident, resolvedAt: '2026-01-01T00:01:00Z' }, start + 1e9)).toBe(60_000);
});

test('services come from one line, each once', () => {
  expect(servicesOf(' shop, payments ,,shop')).toEqual(['shop', 'payments']);
  expect(servicesOf(' ')).toEqual([]);
});
