/**
 * A duty that judges others by what they told the database. While it is away nobody can tell it
 * anything, so the duty hears for how many seconds nothing failed: who was silent for longer than
 * that is not to blame.
 */
export function sinceFault(run: (quietSeconds: number) => Promise<unknown>): () => Promise<void> {
  let faultAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    try {
      await run((performance.now() - faultAtMs) / 1000);
    } catch (error) {
      faultAtMs = performance.now();
      throw error;
    }
  };
}
