export interface RestingDuty {
  readonly run: () => Promise<unknown>;
  /** Asks the database for anything at all. */
  readonly probe: () => Promise<unknown>;
  readonly restMs: number;
}

/**
 * A duty that judges others by what they told the database. While it is away nobody can tell it
 * anything, so after a fault the duty only looks whether it is back, and rests from then on for as
 * long as everybody needs to be heard again.
 */
export function restAfterFault({ run, probe, restMs }: RestingDuty): () => Promise<void> {
  let restUntilMs = 0;
  return async () => {
    try {
      await (performance.now() < restUntilMs ? probe() : run());
    } catch (error) {
      restUntilMs = performance.now() + restMs;
      throw error;
    }
  };
}
