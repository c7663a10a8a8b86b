const MOST = 1000;

/** The same function, that works each of its latest texts out once. It must be pure; what it says of a text is then the same however often it is asked. */
export function remembering<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, { value: T }>();
  return (text) => {
    const found = known.get(text);
    if (found) return found.value;
    const value = work(text);
    if (known.size >= MOST) known.clear();
    known.set(text, { value });
    return value;
  };
}
