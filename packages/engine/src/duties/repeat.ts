import type { Log } from "@getoperate/contract";

export interface Duty {
  readonly name: string;
  readonly everyMs: number;
  /** Idempotent: several servers do it at once. */
  readonly run: () => Promise<unknown>;
}

/** Does a duty again and again, with jitter; a failure is told and the next turn comes all the same. */
export function repeat(duty: Duty, log: Log): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const turn = async () => {
    try {
      await duty.run();
    } catch (error) {
      log.warn({ duty: duty.name, err: error }, "A duty failed and will be tried again.");
    }
    if (!stopped) {
      timer = setTimeout(() => void turn(), duty.everyMs * (0.8 + Math.random() * 0.4));
    }
  };
  timer = setTimeout(() => void turn(), duty.everyMs * Math.random());
  return {
    [Symbol.dispose]() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
