import { readStoredEvent } from './storedEvent';

const id = '0123456789abcdef0123456789abcdef';
const read = (payload: string) => {
  const body = Buffer.from(`{"event_id":"${id}"}\n{"type":"event"}\n${payload}`);
  return readStoredEvent({ format: 'sentry-envelope', encoding: '', body }, id, new Date(0));
};

test('an event is read back whole', () => {
  const { event, raw } = read('{"level":"fatal","breadcrumbs":[{"message":"clicked"}]}');
  expect(event).toMatchObject({ eventId: id, level: 'fatal', breadcrumbs: [{ message: 'clicked' }] });
  expect(raw).toEqual({ level: 'fatal', breadcrumbs: [{ message: 'clicked' }] });
});

test('damage in what only the page shows leaves the rest readable', () => {
  const { event, raw } = read('{"level":"fatal","breadcrumbs":[{"message":clicked}]}');
  expect(event).toMatchObject({ level: 'fatal', breadcrumbs: [] });
  expect(raw).toEqual({ level: 'fatal', breadcrumbs: null });
});

test('what is not JSON elsewhere is no event', () => {
  expect(() => read('{"level":fatal,"breadcrumbs":[]}')).toThrow(`The kept envelope holds no event ${id}.`);
});

test('what is nested too deep to be written again is cut', () => {
  const { raw } = read(`{"message":"deep","extra":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
  expect(JSON.stringify(raw)).toContain('…');
  expect(raw).toMatchObject({ message: 'deep' });
});
