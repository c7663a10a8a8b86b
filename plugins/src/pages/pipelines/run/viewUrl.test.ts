import { readValues } from '../../../shared/url/useUrlState';
import { viewFromUrl, viewNames, viewToUrl } from './viewUrl';

const roundTrip = (view: Parameters<typeof viewToUrl>[0]) => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(viewToUrl(view)))
    for (const one of [value ?? []].flat()) params.append(name, one);
  return viewFromUrl(readValues(params, viewNames));
};

test('what the chart shows comes back from the URL', () => {
  const view = {
    window: { start: 1000, end: 9000 },
    selected: 'ab',
    search: 'status:failed',
    matchesOnly: true,
    collapsed: ['1', '2'],
    critical: 'only' as const,
    table: true,
  };
  expect(roundTrip(view)).toEqual(view);
});

test.each(['', 'x', '5', '9-1', 'NaN-3', '-'])('a zoom of %p is no zoom', (zoom) => {
  expect(viewFromUrl({ zoom: [zoom] }).window).toBeUndefined();
});

test.each(['off', 'line', 'only'] as const)('a critical path that is %p stays so', (critical) => {
  expect(roundTrip({ critical }).critical).toBe(critical);
});

test('the critical path is drawn where the URL says nothing, and the URL is then short', () => {
  expect(viewFromUrl({}).critical).toBe('line');
  expect(viewToUrl({ critical: 'line' }).critical).toBeNull();
  expect(viewToUrl({ critical: 'off' }).critical).toBe('off');
});
