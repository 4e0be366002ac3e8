/** A job whose id a caller was given. */
export interface Acknowledged {
  readonly id: string;
  readonly kind: string;
  /** What its caller sent, another number for each job that was asked for. */
  readonly n: number;
  /** The result that its caller was told, if it waited. */
  readonly told: string | undefined;
}

/** How a job is stored once all is over. */
export interface StoredJob {
  readonly id: string;
  readonly n: number;
  readonly status: string | null;
  readonly result: string | null;
  readonly attempt: number | null;
}

export interface Ledger {
  readonly acknowledged: number;
  readonly completed: number;
  /** Jobs that did not end, or not with what they return, a line each. */
  readonly lost: readonly string[];
  /** Jobs whose own process was killed, which is an end as good as any. */
  readonly broken: number;
  /** Jobs that ended twice, or ran twice for one request, a line each. */
  readonly doubled: readonly string[];
  /** How many jobs were started how often. */
  readonly attempts: Readonly<Record<string, number>>;
}

/** Compares what callers were told with what is stored. */
export function ledgerOf(
  acknowledged: readonly Acknowledged[],
  stored: readonly StoredJob[],
): Ledger {
  const jobs = Map.groupBy(stored, ({ id }) => id);
  const byNumber = Map.groupBy(stored, ({ n }) => n);
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const one of new Map(acknowledged.map((entry) => [entry.id, entry])).values()) {
    const [job, ...others] = jobs.get(one.id) ?? [];
    if (job?.status !== "success" && !isBroken(job)) {
      lost.push(`${one.kind} ${one.id}: ${job?.status ?? "not stored"} ${job?.result ?? ""}`);
    }
    if (others.length > 0 || isAnother(one, job)) {
      doubled.push(`${one.kind} ${one.id}: told ${one.told}, stored ${job?.result}`);
    }
    // Whoever sends a key may ask as often as they like.
    const same = byNumber.get(one.n)?.length ?? 0;
    if (one.kind === "idempotent" && same > 1) {
      doubled.push(`${one.kind} ${one.id}: ${same} jobs of one key`);
    }
  }
  const ended = stored.filter(({ status }) => status !== null);
  const attempts = Map.groupBy(ended, ({ attempt }) => String(attempt));
  return {
    acknowledged: new Set(acknowledged.map(({ id }) => id)).size,
    completed: ended.length,
    lost,
    broken: ended.filter(isBroken).length,
    doubled,
    attempts: Object.fromEntries([...attempts].map(([attempt, all]) => [attempt, all.length])),
  };
}

function isBroken(job: StoredJob | undefined): boolean {
  return job?.status === "failure" && job.result?.includes('"ExitError"') === true;
}

/** A second end of a job would have another random number in it. */
function isAnother({ told }: Acknowledged, job: StoredJob | undefined): boolean {
  return told !== undefined && job !== undefined && job.result !== told;
}
