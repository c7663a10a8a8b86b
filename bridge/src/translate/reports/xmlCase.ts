import type { XmlTag } from './xml';

/** The texts of one test: the first of each element that was not empty. */
export interface XmlCaseWords {
  text(element: string): string | undefined;
}

/** Gathers the texts of `elements` where they lie in one of `within`, test by test. */
export function xmlCase(elements: readonly string[], within: readonly string[]) {
  let texts = new Map<string, string>();
  const isWanted = (name: string, parent: string): boolean => elements.includes(name) && within.includes(parent);
  return {
    begin(): void {
      texts = new Map();
    },
    open: ({ name, parent }: XmlTag): boolean => isWanted(name, parent),
    close(name: string, text: string, parent: string): void {
      if (isWanted(name, parent) && text.trim() !== '' && !texts.has(name)) texts.set(name, text);
    },
    end(): XmlCaseWords {
      const found = texts;
      return { text: (element) => found.get(element) };
    },
  };
}
