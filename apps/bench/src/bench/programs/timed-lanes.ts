import { type Timed, timedSample } from "../sample.ts";

export interface Lanes {
  /** How many are under way at once. */
  readonly concurrency: number;
  readonly seconds: number;
}

/** Does the same again and again, so many at once, each as soon as the one before it is done. */
export async function timedLanes(
  { concurrency, seconds }: Lanes,
  once: () => Promise<unknown>,
): Promise<Timed> {
  const latenciesMs: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  const lane = async () => {
    for (let before = start; before < end; ) {
      await once();
      const now = performance.now();
      latenciesMs.push(now - before);
      before = now;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return timedSample(latenciesMs, (performance.now() - start) / 1000);
}
