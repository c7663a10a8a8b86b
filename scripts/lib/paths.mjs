import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...parts) => path.join(root, ...parts);
/** Stamps and summaries; ignored by git, safe to delete. */
export const cache = inRoot('.cache');
