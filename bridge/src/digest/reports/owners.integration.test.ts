import { sql } from 'kysely';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { addRun, append, appendOwners, coverage, digestOptions, drain, tests } from './testing/builds';

const database = withTestDatabase();
const now = new Date();
const state = { tenant: '', n: 0 };
beforeEach(async () => {
  await sql`TRUNCATE inbox, inbox_claim, dead_letter`.execute(database.db());
  state.tenant = `t${state.n++}`;
  await addRun(database.db(), { tenant: state.tenant, id: 'r1', at: new Date(now.getTime() - 60_000) });
});

const digest = () => drain(digestOptions(database.db()));
const report = async (given: ReturnType<typeof tests> | ReturnType<typeof coverage>): Promise<void> => {
  await append(database.url(), [{ tenant: state.tenant, run: 'r1', report: given }]);
  await digest();
};
const send = async (body: string, meta: { repository?: string; syntax?: string } = {}): Promise<void> => {
  await appendOwners(database.url(), { tenant: state.tenant, body, ...meta });
  await digest();
};
const owners = async (): Promise<Record<string, string>> => {
  const rows = await rawQuery<{ name: string; owned: string }>(
    database.db(),
    `SELECT name, concat_ws(' ', owned_by, array_to_string(owners, ' ')) AS owned FROM test WHERE tenant = $1`,
    [state.tenant],
  );
  return Object.fromEntries(rows.map(({ name, owned }) => [name, owned]));
};

const all = tests(
  { name: 'totals', file: 'cart/totals.test.ts' },
  { name: 'taxes', suite: 'shop.tax.Rates' },
  { name: 'else' },
);
const file = 'cart/ @demo/cart\n# summit: suite shop.tax @demo/tax\n';

test('owners are given to tests that are there, and to those that come', async () => {
  await report(tests({ name: 'totals', file: 'cart/totals.test.ts' }));
  expect(await owners()).toEqual({ totals: '' });
  await send(file);
  expect(await owners()).toEqual({ totals: 'file @demo/cart' });
  await report(all);
  expect(await owners()).toEqual({ totals: 'file @demo/cart', taxes: 'suite @demo/tax', else: '' });
});

test('another file takes the place of the first, and what it does not name is nobody’s', async () => {
  await report(all);
  await send(file);
  await send('*.ts @demo/all');
  expect(await owners()).toEqual({ totals: 'file @demo/all', taxes: '', else: '' });
});

test('a report that names no file takes none away', async () => {
  await send(file);
  await report(all);
  await report(tests({ name: 'totals', durationMs: 3 }));
  expect(await owners()).toMatchObject({ totals: 'file @demo/cart' });
});

test('owners of another repository or tenant are not touched', async () => {
  await report(all);
  await send(file, { repository: 'demo/api' });
  expect(await owners()).toMatchObject({ totals: '' });
  const mine = state.tenant;
  state.tenant = 'elsewhere';
  await send(file);
  state.tenant = mine;
  expect(await owners()).toMatchObject({ totals: '' });
});

test('sections tell that a file is GitLab’s, unless the upload says what it is', async () => {
  await report(all);
  await send('[Shop]\ncart/ @demo/a\n[Quality]\n*.test.ts @demo/b\n');
  expect(await owners()).toMatchObject({ totals: 'file @demo/a @demo/b' });
  await send('[Shop]\ncart/ @demo/a\n[Quality]\n*.test.ts @demo/b\n', { syntax: 'github' });
  expect(await owners()).toMatchObject({ totals: 'file @demo/b' });
});

test('the sums of a run’s coverage follow its reports', async () => {
  const lines = (covered: number, total: number) => ({ covered, total });
  await report(coverage({ path: 'a.ts', lines: lines(3, 10) }));
  await report(coverage({ path: 'a.ts', lines: lines(7, 10) }, { path: 'b.ts', lines: lines(1, 5) }));
  const [sums] = await database
    .db()
    .selectFrom('run_coverage')
    .selectAll()
    .where('tenant', '=', state.tenant)
    .execute();
  expect(sums).toMatchObject({ run_id: 'r1', files: 2, lines_covered: '8', lines_total: '15', branches_total: null });
});
