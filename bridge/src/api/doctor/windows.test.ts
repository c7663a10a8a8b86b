import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hoursIn, lokiAdvice, mimirAdvice } from './windows';

test.each([
  ['168h', 168],
  ['1w', 168],
  ['168h0m0s', 168],
  ['2d12h', 60],
  ['90m', 1.5],
  ['0s', 0],
  ['0', 0],
  ['500ms', 500 / 3_600_000],
  ['-1ns', -0],
  ['1.5h', 1.5],
  ['soon', null],
  ['', null],
])('%s is %s hours', (text, hours) => {
  expect(hoursIn(text)).toBe(hours);
});

test.each([
  [
    'its defaults in one process',
    'target: all\nobject_store: filesystem\nreject_old_samples: true\nreject_old_samples_max_age: 1w\ntime_sharding_enabled: false\nquery_store_max_look_back_period: 2h41m0s\n',
    2,
  ],
  [
    'its defaults as microservices',
    'target: read\nreject_old_samples_max_age: 1w\ntime_sharding_enabled: false\nquery_store_max_look_back_period: 0s\n',
    1,
  ],
  ['a short age that is not enforced', 'reject_old_samples: false\nreject_old_samples_max_age: 1h\n', 0],
  ['a look back without end', 'target: all\n  object_store: filesystem\nquery_store_max_look_back_period: -1ns\n', 0],
  [
    'one process over an object store',
    'target: all\n  object_store: s3\nquery_store_max_look_back_period: 2h41m0s\n',
    0,
  ],
  ['nothing that is known', 'common: {}\n', 0],
])('Loki with %s', (_what, config, problems) => {
  expect(lokiAdvice(config)).toHaveLength(problems);
});

test.each([
  ['0s', 1],
  ['2h', 1],
  ['1w', 0],
  ['168h', 0],
])('Mimir with a window of %s', (window, problems) => {
  expect(mimirAdvice(`limits:\n    out_of_order_time_window: ${window}\n`)).toHaveLength(problems);
});

test('the stack that comes with Summit has nothing to mend', () => {
  const stack = (path: string) => readFileSync(resolve(__dirname, '../../../../stack', path), 'utf8');
  expect(lokiAdvice(stack('loki/loki.yaml'))).toEqual([]);
  expect(mimirAdvice(stack('mimir/mimir.yaml'))).toEqual([]);
});
