import { shareTestServer, startTestServer } from './server';

/** One PostgreSQL for the whole run; `jestGlobalTeardown` stops it. */
async function setup(): Promise<void> {
  shareTestServer(await startTestServer());
}

// Jest calls what the module exports.
module.exports = setup;
