import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';

import { spansOf, type TestSpan } from '../model/testSpans';
import { GanttView } from './GanttView';
import type { GanttViewProps } from './props';
import type { GanttViewState } from './viewState';

const build: readonly TestSpan[] = [
  { id: 'run', name: 'main-ci', status: 'failed', start: 0, end: 100_000 },
  { id: 'build', parent: 'run', name: 'build', status: 'success', start: 5000, end: 40_000 },
  { id: 'wait', parent: 'build', name: 'queue', kind: 'queue', start: 0, end: 5000 },
  { id: 'compile', parent: 'build', name: 'compile', status: 'success', start: 6000, end: 39_000 },
  {
    id: 'test',
    parent: 'run',
    name: 'test',
    status: 'failed',
    start: 40_000,
    end: 100_000,
    attributes: { runner: '<b>r-7</b>' },
  },
];
const spans = spansOf(build);

// @grafana/ui takes seconds to load and to render on a busy machine.
jest.setTimeout(60_000);

beforeEach(() => {
  // jsdom has no canvas; what is drawn is checked in a browser.
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  jest.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  jest.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});
afterEach(() => jest.restoreAllMocks());

const chart = (): HTMLElement => screen.getByTestId('gantt-chart');
const press = (key: string): void => void fireEvent.keyDown(chart(), { key });
const announced = (): string => screen.getByTestId('gantt-announcement').textContent ?? '';

/** A page that keeps the state, as one with a URL does. */
const Page = ({ log, ...props }: Partial<GanttViewProps> & { readonly log?: GanttViewState[] }) => {
  const [view, setView] = useState<GanttViewState>(props.view ?? {});
  return (
    <GanttView
      spans={spans}
      {...props}
      view={view}
      onViewChange={(next) => {
        log?.push(next);
        setView(next);
      }}
    />
  );
};

it('says why it is empty', () => {
  render(<GanttView spans={spansOf([])} emptyTitle="No jobs" emptyHint="Push something" />);
  expect(screen.getByTestId('gantt-empty').textContent).toBe('No jobsPush something');
});

it('names the chart by what is in it', () => {
  render(<GanttView spans={spans} />);
  expect(screen.getByRole('application', { name: '4 spans over 1m 40s, 2 failed' })).toBe(chart());
});

describe('keys', () => {
  it('move the selection and say what is selected', () => {
    render(<GanttView spans={spans} />);
    press('ArrowDown');
    expect(announced()).toMatch(/^main-ci, Failed/);
    press('ArrowDown');
    expect(announced()).toMatch(/^build, Success, queued 5 s, took 35 s/);
    press('End');
    expect(announced()).toMatch(/^test/);
    press('Home');
    expect(announced()).toMatch(/^main-ci/);
  });

  it('close and open the tree', () => {
    const log: GanttViewState[] = [];
    render(<Page view={{ selected: 'compile' }} log={log} />);
    press('ArrowLeft');
    press('ArrowLeft');
    expect(log.at(-1)).toMatchObject({ selected: 'build', collapsed: ['build'] });
    expect(announced()).toMatch(/collapsed$/);
    press('ArrowDown');
    expect(announced()).toMatch(/^test/);
    press('ArrowUp');
    press('ArrowRight');
    press('ArrowRight');
    expect(log.at(-1)).toMatchObject({ selected: 'compile', collapsed: [] });
  });

  it('go to the failure that explains the others, opening what hides it', () => {
    render(<Page view={{ collapsed: ['run'] }} />);
    press('f');
    expect(announced()).toMatch(/^test, Failed/);
  });

  it('say so when nothing failed', () => {
    render(<GanttView spans={spansOf([{ id: 'a', status: 'success', start: 0, end: 1 }])} />);
    press('f');
    expect(announced()).toBe('Nothing failed');
  });

  it('take the critical path through line, nothing else and off', () => {
    const log: GanttViewState[] = [];
    render(<Page log={log} />);
    press('c');
    press('c');
    press('c');
    expect(log.map((view) => view.critical)).toEqual(['line', 'only', 'off']);
  });

  it('open the selected span, and clear it', () => {
    const opened: string[] = [];
    const selected: (string | undefined)[] = [];
    render(<GanttView spans={spans} onOpen={(id) => opened.push(id)} onSelect={(id) => selected.push(id)} />);
    press('Enter');
    press('ArrowDown');
    press('Enter');
    press('Escape');
    expect(opened).toEqual(['run']);
    expect(selected).toEqual(['run', undefined]);
  });

  it('reach the search, the help and the table', () => {
    render(<GanttView spans={spans} />);
    press('/');
    expect(document.activeElement).toBe(screen.getByLabelText('Search spans'));
    press('?');
    expect(screen.getByText('Next failure (with Shift: previous)')).toBeTruthy();
    press('t');
    const grid = screen.getByRole('treegrid');
    expect(document.activeElement).toBe(grid);
    fireEvent.keyDown(grid, { key: 't' });
    expect(document.activeElement).toBe(chart());
  });

  it('that belong to the page pass through', () => {
    const outer = jest.fn();
    render(
      <div onKeyDown={outer}>
        <GanttView spans={spans} />
      </div>,
    );
    press(']');
    press('ArrowDown');
    expect(outer).toHaveBeenCalledTimes(1);
  });
});

describe('search', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('counts, goes through what it found round the end, and hides the rest when asked', () => {
    const log: GanttViewState[] = [];
    render(<Page log={log} view={{ table: true }} />);
    const input = screen.getByLabelText('Search spans');
    fireEvent.change(input, { target: { value: 'status:failed' } });
    act(() => jest.advanceTimersByTime(500));
    expect(screen.getByText('– of 2')).toBeTruthy();
    fireEvent.keyDown(input, { key: 'Enter' });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(screen.getByText('2 of 2')).toBeTruthy();
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(log.at(-1)?.selected).toBe('run');
    fireEvent.click(screen.getByLabelText('Show matches only'));
    expect(within(screen.getByRole('treegrid')).getAllByRole('row')).toHaveLength(3);
  });

  it('goes to the first match when Enter comes before the search has settled', () => {
    const log: GanttViewState[] = [];
    render(<Page log={log} />);
    const input = screen.getByLabelText('Search spans');
    fireEvent.change(input, { target: { value: 'compile' } });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(log.at(-1)).toMatchObject({ search: 'compile', selected: 'compile' });
  });

  it('says that there is no match', () => {
    render(<Page view={{ search: 'nothing like it' }} />);
    expect(screen.getByText('No match')).toBeTruthy();
  });
});

describe('the table', () => {
  it('has the rows of the chart with their level, state and times', () => {
    render(<GanttView spans={spans} initialView={{ table: true, critical: 'line' }} />);
    const grid = screen.getByRole('treegrid');
    const rows = within(grid).getAllByRole('row').slice(1);
    expect(grid.getAttribute('aria-rowcount')).toBe('5');
    expect(rows.map((row) => row.getAttribute('aria-level'))).toEqual(['1', '2', '3', '2']);
    expect(
      within(rows[1] ?? grid)
        .getAllByRole('gridcell')
        .map((cell) => cell.textContent),
    ).toEqual(['buildcritical', 'Success', '5 s', '5 s', '35 s', '']);
  });

  it('puts only what is in view into the page', () => {
    const many = spansOf(Array.from({ length: 5000 }, (_, n) => ({ id: `${n}`, start: n, end: n + 1 })));
    render(<GanttView spans={many} initialView={{ table: true }} />);
    expect(within(screen.getByRole('treegrid')).getAllByRole('row').length).toBeLessThan(40);
  });

  it('works with keys and clicks', () => {
    render(<Page view={{ table: true }} />);
    const grid = screen.getByRole('treegrid');
    fireEvent.click(within(grid).getByText('build'));
    fireEvent.keyDown(grid, { key: 'ArrowLeft' });
    expect(within(grid).queryByText('compile')).toBeNull();
    expect(within(grid).getByText('build').closest('[role=row]')?.getAttribute('aria-expanded')).toBe('false');
  });
});

it('shows the selected span with its attributes as text, not as markup', () => {
  render(<GanttView spans={spans} initialView={{ selected: 'test' }} />);
  const details = screen.getByTestId('gantt-details');
  expect(within(details).getByText('<b>r-7</b>')).toBeTruthy();
  fireEvent.click(within(details).getByLabelText('Close details (Esc)'));
  expect(screen.queryByTestId('gantt-details')).toBeNull();
});

it('finds a status from the legend, and forgets it again', () => {
  const log: GanttViewState[] = [];
  render(<Page log={log} />);
  const failed = within(screen.getByLabelText('Legend')).getByRole('button', { name: /Failed/ });
  fireEvent.click(failed);
  fireEvent.click(failed);
  expect(log.map((view) => view.search)).toEqual(['status:failed', undefined]);
});

it('says what the numbers of the legend count', () => {
  render(<GanttView spans={spans} />);
  const legend = screen.getByLabelText('Legend');
  expect(legend.textContent).toMatch(/^4 spans:/);
  // The wait is drawn in the row of its job, and no search finds it.
  expect(within(legend).getByRole('button', { name: /Success/ }).textContent).toMatch(/Success 2$/);
});

it('lets what runs grow with the clock, and stops when it is gone', () => {
  jest.useFakeTimers();
  let now = 10_000;
  const live = spansOf([{ id: 'a', name: 'deploy', start: 0 }], now);
  const { unmount } = render(<GanttView spans={live} initialView={{ selected: 'a' }} clock={() => now} />);
  expect(announced()).toMatch(/Running, took 10 s/);
  now = 25_000;
  act(() => jest.advanceTimersByTime(1000));
  expect(announced()).toMatch(/Running, took 25 s/);
  unmount();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

it('passes over a selection and collapsed ids that are not in the data', () => {
  render(
    <GanttView spans={spans} view={{ selected: 'gone', collapsed: ['gone too'], window: { start: 5, end: 1 } }} />,
  );
  expect(announced()).toBe('');
});
