/**
 * Asks something and says whether it was answered, without an error, within `ms`. Who asks while an earlier question is still open waits for
 * that one: what is frozen is not asked more and more.
 */
export function answersInTime(ask: () => Promise<unknown>, ms: number): () => Promise<boolean> {
  const state = { open: null as Promise<boolean> | null };
  const asked = (): Promise<boolean> => {
    state.open ??= ask()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (state.open = null));
    return state.open;
  };
  return () =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms, false);
      void asked().then((answered) => {
        clearTimeout(timer);
        resolve(answered);
      });
    });
}
