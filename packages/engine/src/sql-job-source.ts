import type {
  Attempt,
  DirectWorker,
  ExchangeAnswer,
  ExchangeRequest,
  HandedSecret,
  HeartbeatAnswer,
  JobSource,
  JsonText,
  OutputPiece,
  ResolvedArguments,
  RunnableVersion,
  WorkerHint,
  WorkerRegistration,
} from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import type { LimitedJobs } from "./duties/limited-jobs.ts";
import { giveBackAndTell } from "./give-back-and-tell.ts";
import type { News } from "./news.ts";
import { appendOutput } from "./queue/append-output.ts";
import type { Enqueuer } from "./queue/enqueue.ts";
import { exchange } from "./queue/exchange.ts";
import { loadArguments } from "./queue/large-values.ts";
import { heartbeat, registerWorker, releaseWorker } from "./queue/lease.ts";
import { loadVersion } from "./queue/load-version.ts";
import { RELEASED_ALONE, recoverAndTell } from "./recover-and-tell.ts";
import { secretsToMask } from "./references/job-secrets.ts";
import { resolveArguments } from "./references/resolve-arguments.ts";
import type { Vault } from "./vault/vault.ts";

export interface SqlJobSourceParts {
  readonly db: Database;
  readonly vault: Vault;
  /** Present where jobs are also accepted in this process; hands them to the worker directly. */
  readonly enqueuer: Enqueuer | undefined;
  /** Told of what was committed. */
  readonly news: News;
  /** Asked to give the permits on that completions gave back. */
  readonly limited: LimitedJobs;
}

/** The JobSource over SQL, for workers in the database's network. */
export class SqlJobSource implements JobSource {
  readonly #parts: SqlJobSourceParts;
  readonly #known = new Map<string, Set<string>>();
  readonly #listeners = new Set<(hint: WorkerHint) => void>();

  constructor(parts: SqlJobSourceParts) {
    this.#parts = parts;
  }

  async register(worker: WorkerRegistration, direct: DirectWorker): Promise<void> {
    await registerWorker(this.#parts.db, worker);
    const known = new Set<string>();
    this.#known.set(worker.id, known);
    this.#parts.enqueuer?.attach(worker.id, worker.tags, {
      ...direct,
      start(job) {
        known.add(job.id);
        direct.start(job);
      },
    });
  }

  async exchange(workerId: string, request: ExchangeRequest): Promise<ExchangeAnswer> {
    const known = this.#known.get(workerId) ?? new Set();
    const { db, limited } = this.#parts;
    const onFreed = limited.ask.bind(limited);
    const answer = await exchange({ db, workerId, known: () => [...known], onFreed }, request);
    for (const job of answer.claimed) {
      known.add(job.id);
    }
    this.#parts.news.started(answer.claimed.map(({ id }) => id));
    const refused = new Set(answer.refused);
    for (const completion of request.completions) {
      known.delete(completion.id);
      if (!refused.has(completion.id)) {
        const { id, status, result } = completion;
        this.#parts.news.ended(id, { status, result });
      }
    }
    return answer;
  }

  async appendOutput(pieces: readonly OutputPiece[]): Promise<void> {
    await appendOutput(this.#parts.db, pieces);
    this.#parts.news.output([...new Set(pieces.map(({ id }) => id))]);
  }

  async heartbeat(workerId: string): Promise<HeartbeatAnswer> {
    const known = this.#known.get(workerId) ?? new Set();
    const answer = await heartbeat(this.#parts.db, workerId, [...known]);
    // An answer may have come while this one was under way.
    const claimed = answer.claimed.filter(({ id }) => !known.has(id));
    for (const { id } of claimed) {
      known.add(id);
    }
    return { ...answer, claimed };
  }

  loadVersion(workspace: string, hash: string): Promise<RunnableVersion> {
    return loadVersion(this.#parts.db, workspace, hash);
  }

  loadArguments(attempt: Attempt): Promise<JsonText> {
    return loadArguments(this.#parts.db, attempt);
  }

  resolveArguments(attempt: Attempt): Promise<ResolvedArguments> {
    return resolveArguments(this.#parts, attempt);
  }

  secretsToMask(attempt: Attempt, masked: readonly string[]): Promise<HandedSecret[]> {
    return secretsToMask(this.#parts, attempt, masked);
  }

  async giveBack(workerId: string, attempts: readonly Attempt[]): Promise<readonly string[]> {
    const kept = await giveBackAndTell(this.#parts, { workerId, attempts });
    for (const { id } of attempts) {
      if (!kept.includes(id)) {
        this.#known.get(workerId)?.delete(id);
      }
    }
    return kept;
  }

  onHint(listener: (hint: WorkerHint) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Passes news on to the workers of this process. */
  hint(hint: WorkerHint): void {
    for (const listener of this.#listeners) {
      listener(hint);
    }
  }

  async release(workerId: string): Promise<void> {
    this.#parts.enqueuer?.detach(workerId);
    this.#known.delete(workerId);
    await releaseWorker(this.#parts.db, workerId);
    await recoverAndTell(this.#parts, RELEASED_ALONE);
  }
}
