import type { DoctorHop } from '@summit/contracts';
import { firstFailed } from '../connection/examine';
import { steps } from './steps';

const hop = (name: string, status: DoctorHop['status']): DoctorHop => ({
  name,
  status,
  latencyMs: 1,
  version: null,
  tried: '',
  advice: status === 'ok' ? null : `mend ${name}`,
});
const done = (hops: DoctorHop[], hasRun = false, hasIssue = false) =>
  steps({ examination: { version: null, hops }, hasRun, hasIssue }).map((step) => step.done);

test('an empty installation has everything before it', () => {
  expect(done([])).toEqual([false, false, false, false, false, false, false]);
});

test('each step ticks by itself, a warning is connected, what is not set up is not', () => {
  const hops = [
    hop('Browser → Grafana → bridge', 'ok'),
    hop('Grafana → Loki', 'warning'),
    hop('Grafana → Tempo', 'skipped'),
    hop('Grafana → Mimir or Prometheus', 'failed'),
  ];
  expect(done(hops, true, true)).toEqual([true, true, false, false, false, true, true]);
});

test('an open step says what its hop advises', () => {
  const [first] = steps({
    examination: { version: null, hops: [hop('Browser → Grafana → bridge', 'failed')] },
    hasRun: false,
    hasIssue: false,
  });
  expect(first?.next).toBe('mend Browser → Grafana → bridge');
});

test('the first hop that fails is the one to mend', () => {
  const hops = [hop('a', 'ok'), hop('b', 'skipped'), hop('c', 'failed'), hop('d', 'failed')];
  expect(firstFailed(hops)?.name).toBe('c');
  expect(firstFailed([hop('a', 'ok')])).toBeUndefined();
});
