import { load } from 'js-yaml';
import { isMap } from '../collectorConfig';

/**
 * Reads the list of queries that may return nothing: `- query: <name>` with `reason: <why>`.
 * @throws Error for an entry without a name or a reason, or named twice
 */
export function readAllowList(yaml: string): Map<string, string> {
  const document: unknown = load(yaml) ?? [];
  if (!Array.isArray(document)) throw new Error('the allow-list is no list');
  const reasons = new Map<string, string>();
  for (const entry of document) {
    if (
      !isMap(entry) ||
      typeof entry.query !== 'string' ||
      typeof entry.reason !== 'string' ||
      entry.reason.trim() === ''
    ) {
      throw new Error(`the allow-list has an entry without a query or a reason: ${JSON.stringify(entry)}`);
    }
    if (reasons.has(entry.query)) throw new Error(`the allow-list names "${entry.query}" twice`);
    reasons.set(entry.query, entry.reason.trim());
  }
  return reasons;
}
