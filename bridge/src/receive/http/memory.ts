/** Counts the bytes of bodies in memory, arriving or waiting for their commit, against one ceiling for all doors. */
export interface MemoryBudget {
  /** False when there is no room; nothing is taken then. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  used(): number;
}

export function memoryBudget(ceiling: number): MemoryBudget {
  const state = { used: 0 };
  return {
    take(bytes) {
      if (state.used + bytes > ceiling) return false;
      state.used += bytes;
      return true;
    },
    give(bytes) {
      state.used -= bytes;
    },
    used: () => state.used,
  };
}
