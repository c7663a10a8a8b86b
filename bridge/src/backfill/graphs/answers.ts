import type { GraphQuestion } from '../provider';

/** What was answered of graphs, and which runs were asked for, as long as the process lives: a file is the same for most commits. */
export interface GraphMemory {
  answerTo(source: string, question: GraphQuestion): unknown;
  keep(source: string, question: GraphQuestion, answer: unknown): void;
  wasAsked(source: string, run: string): boolean;
  noteAsked(source: string, run: string): void;
}

const MAX_CHARACTERS = 32 * 1024 * 1024;
const MAX_RUNS = 50_000;

export function graphMemory(maxCharacters: number = MAX_CHARACTERS): GraphMemory {
  const answers = new Map<string, { answer: unknown; size: number }>();
  const runs = new Set<string>();
  const state = { size: 0 };
  const keyOf = (source: string, { url, body = '' }: GraphQuestion): string => `${source} ${url} ${body}`;
  return {
    answerTo(source, question) {
      const key = keyOf(source, question);
      const found = answers.get(key);
      if (!found) return undefined;
      // What is used stays longest.
      answers.delete(key);
      answers.set(key, found);
      return found.answer;
    },
    keep(source, question, answer) {
      const key = keyOf(source, question);
      const size = key.length + JSON.stringify(answer).length;
      state.size += size - (answers.get(key)?.size ?? 0);
      answers.delete(key);
      answers.set(key, { answer, size });
      for (const [oldest, { size: freed }] of answers) {
        if (state.size <= maxCharacters || oldest === key) break;
        answers.delete(oldest);
        state.size -= freed;
      }
    },
    wasAsked: (source, run) => runs.has(`${source} ${run}`),
    noteAsked(source, run) {
      runs.add(`${source} ${run}`);
      const [oldest] = runs;
      if (runs.size > MAX_RUNS && oldest !== undefined) runs.delete(oldest);
    },
  };
}
