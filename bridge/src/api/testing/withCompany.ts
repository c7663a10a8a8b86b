import type { withTestDatabase } from '../../testing/database';
import { createCompany, type Company } from './company';
import { createTestToken, startTestApi, type TestApi } from './server';

/** For a test file: an API over the file's database, the company of the tenant `one` in it, and a token of that tenant. */
export function withCompany(database: ReturnType<typeof withTestDatabase>): {
  api?: TestApi;
  token: string;
  company?: Company;
} {
  const state: ReturnType<typeof withCompany> = { token: '' };
  beforeAll(async () => {
    state.api = await startTestApi(database.db());
    state.token = await createTestToken(database.db(), 'one');
    state.company = await createCompany(database.db(), 'one', new Date());
  });
  afterAll(async () => {
    await state.api?.close();
  });
  return state;
}
