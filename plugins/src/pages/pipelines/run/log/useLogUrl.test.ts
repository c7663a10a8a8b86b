import { linkTo } from './useLogUrl';

test('a link names tab, log and lines, and keeps the rest', () => {
  expect(linkTo('https://grafana.example.test/a/app/runs/1?tab=log&wrap=1&line=9', '42', { from: 120, to: 140 })).toBe(
    'https://grafana.example.test/a/app/runs/1?tab=log&wrap=1&line=120-140&log=42',
  );
});
