import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { genericJsonSchema } from './translate/generic/schema';

/** `docs/generic-door.schema.json`, made from the schema of the code. */
writeFileSync(
  resolve(__dirname, '../../docs/generic-door.schema.json'),
  `${JSON.stringify(genericJsonSchema(), null, 2)}\n`,
);
