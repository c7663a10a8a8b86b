import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errors } from './errors';
import { pipelines } from './pipelines';

/** Writes json/<folder>/<name>.json; with --check it only compares, and fails where a committed file is not what its builder makes. */
const dashboards = [
  { file: 'pipelines/pipelines.json', build: pipelines },
  { file: 'errors/errors.json', build: errors },
];

const target = path.resolve(__dirname, '../json');
const check = process.argv.includes('--check');

function current(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

for (const { file, build } of dashboards) {
  const full = path.join(target, file);
  const text = `${JSON.stringify(build().build(), null, 2)}\n`;
  if (check && current(full) !== text) {
    console.error(`dashboards/json/${file} is not what its builder makes: run npm run build --workspace dashboards`);
    process.exitCode = 1;
  } else if (!check) {
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    console.log(`wrote dashboards/json/${file}`);
  }
}
