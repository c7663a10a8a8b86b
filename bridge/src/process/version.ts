import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Package = z.object({ version: z.string() });

/** Version of the bridge, as its package says. */
export const version = Package.parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'))).version;
