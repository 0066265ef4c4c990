/**
 * Runs `work` for one wish at a time; of the wishes made meanwhile only the last counts. `superseded` tells the work that it may
 * stop early, because it will run again. The promise resolves when no wish is left.
 */
export function latestWish(work: (superseded: () => boolean) => Promise<void>): () => Promise<void> {
  let wishes = 0;
  let running: Promise<void> | null = null;
  async function serve(): Promise<void> {
    for (let served = 0; served !== wishes;) {
      const current = wishes;
      await work(() => wishes !== current);
      served = current;
    }
  }
  return () => {
    wishes += 1;
    running ??= serve().finally(() => (running = null));
    return running;
  };
}
