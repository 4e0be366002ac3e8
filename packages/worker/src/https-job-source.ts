import {
  AgentArguments,
  AgentBeaten,
  AgentDone,
  AgentExchanged,
  AgentGivenBack,
  type AgentJob,
  AgentNews,
  AgentResolved,
  AgentSecrets,
  AgentVersion,
  AgentWelcome,
  type Attempt,
  type ClaimedJob,
  type Completion,
  type ExchangeAnswer,
  type ExchangeRequest,
  type HandedSecret,
  type HeartbeatAnswer,
  heartbeatMs,
  type JobSource,
  type JsonText,
  MAX_AGENT_CLAIM,
  OperateError,
  type OutputPiece,
  type ResolvedArguments,
  type RunnableVersion,
  type WorkerHint,
  type WorkerRegistration,
} from "@getoperate/contract";
import { completionBatches, pieceBatches } from "./https/batches.ts";
import { Connection, type ConnectionOptions, persistently } from "./https/connection.ts";
import { followNews } from "./https/news.ts";
import { isPassing } from "./is-passing.ts";

/** A question that hangs for longer is taken for lost, milliseconds; the lease is longer. */
const ANSWER_MS = 20_000;
const RELEASE_MS = 5_000;

/** How long an agent keeps trying to bring home what it has, and to reach its server at its start. */
const RETRY_MS = 60_000;

const LARGEST_WELCOME: AgentWelcome = { maxBodyBytes: Number.POSITIVE_INFINITY };

/**
 * The JobSource of an agent: over HTTPS to any server, with a token that is good for its tags. One
 * worker at a time; a lost answer is asked for again, and the server looks what it had committed.
 */
export class HttpsJobSource implements JobSource {
  readonly #connection: Connection;
  readonly #listeners = new Set<(hint: WorkerHint) => void>();
  /** Tokens of the jobs that run here, by their ids. */
  #known = new Map<string, string>();
  #workerId = "";
  /** A heartbeat that hangs for longer is in the way of the next. */
  #beatMs = 0;
  #welcome = LARGEST_WELCOME;
  #news: AbortController | undefined;

  constructor(options: ConnectionOptions) {
    this.#connection = new Connection(options);
  }

  async register(worker: WorkerRegistration): Promise<void> {
    const { id, name, version, tags, slots, leaseSeconds } = worker;
    this.#welcome = await persistently(RETRY_MS, () =>
      this.#connection.call(
        "/agent/workers",
        { id, name, version, tags, slots, leaseSeconds },
        { answer: AgentWelcome, timeoutMs: ANSWER_MS },
      ),
    );
    this.#workerId = id;
    this.#known = new Map();
    this.#beatMs = heartbeatMs(leaseSeconds);
  }

  async exchange(workerId: string, request: ExchangeRequest): Promise<ExchangeAnswer> {
    const refused: string[] = [];
    const claimed: ClaimedJob[] = [];
    const [last = [], ...others] = completionBatches(
      request.completions,
      this.#welcome.maxBodyBytes,
    ).reverse();
    for (const completions of others.reverse()) {
      refused.push(...(await this.#exchangeOnce(workerId, { completions, claim: 0 })).refused);
    }
    let completions = last;
    let wanted = request.claim;
    for (let isFull = true; isFull; ) {
      const claim = Math.min(wanted, MAX_AGENT_CLAIM);
      const answer = await this.#exchangeOnce(workerId, { completions, claim });
      refused.push(...answer.refused);
      claimed.push(...answer.claimed);
      completions = [];
      wanted -= claim;
      isFull = wanted > 0 && answer.claimed.length === claim;
    }
    return { refused, claimed };
  }

  async appendOutput(pieces: readonly OutputPiece[]): Promise<void> {
    const path = this.#pathOf(this.#workerId, "output");
    for (const batch of pieceBatches(pieces, this.#welcome.maxBodyBytes)) {
      const send = () =>
        this.#connection.call(path, { pieces: batch }, { answer: AgentDone, timeoutMs: ANSWER_MS });
      await unlessLost(persistently(RETRY_MS, send), {});
    }
  }

  async heartbeat(workerId: string): Promise<HeartbeatAnswer> {
    const known = this.#known;
    const call = this.#connection.call(
      this.#pathOf(workerId, "heartbeat"),
      { known: [...known.keys()] },
      { answer: AgentBeaten, timeoutMs: this.#beatMs },
    );
    const answer = await unlessLost(call, {
      ...{ alive: false, canceled: [], unmasked: [], claimed: [], isAnyWaiting: false },
    });
    // An answer may have come while this one was under way.
    const claimed = answer.claimed.filter(({ id }) => !known.has(id));
    return { ...answer, claimed: this.#adopt(claimed) };
  }

  loadVersion(workspace: string, hash: string): Promise<RunnableVersion> {
    const path = this.#pathOf(this.#workerId, "version");
    return persistently(RETRY_MS, () =>
      this.#connection.call(
        path,
        { workspace, hash },
        { answer: AgentVersion, timeoutMs: ANSWER_MS },
      ),
    );
  }

  async loadArguments({ id, attempt }: Attempt): Promise<JsonText> {
    const path = this.#pathOf(this.#workerId, "arguments");
    const { args } = await persistently(RETRY_MS, () =>
      this.#connection.call(
        path,
        { id, attempt },
        { answer: AgentArguments, timeoutMs: ANSWER_MS },
      ),
    );
    return args;
  }

  resolveArguments({ id, attempt }: Attempt): Promise<ResolvedArguments> {
    const path = this.#pathOf(this.#workerId, "resolve");
    return persistently(RETRY_MS, () =>
      this.#connection.call(path, { id, attempt }, { answer: AgentResolved, timeoutMs: ANSWER_MS }),
    );
  }

  async secretsToMask(
    { id, attempt }: Attempt,
    masked: readonly string[],
  ): Promise<readonly HandedSecret[]> {
    const { secrets } = await this.#connection.call(
      this.#pathOf(this.#workerId, "secrets"),
      { id, attempt, masked },
      { answer: AgentSecrets, timeoutMs: ANSWER_MS },
    );
    return secrets;
  }

  async giveBack(workerId: string, attempts: readonly Attempt[]): Promise<readonly string[]> {
    const call = persistently(RETRY_MS, () =>
      this.#connection.call(
        this.#pathOf(workerId, "give-back"),
        { attempts: attempts.map(({ id, attempt }) => ({ id, attempt })) },
        { answer: AgentGivenBack, timeoutMs: ANSWER_MS },
      ),
    );
    const { kept } = await unlessLost(call, { kept: [] });
    for (const { id } of attempts) {
      if (!kept.includes(id)) {
        this.#known.delete(id);
      }
    }
    return kept;
  }

  onHint(listener: (hint: WorkerHint) => void): () => void {
    this.#listeners.add(listener);
    this.#news ??= this.#followNews();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        this.#news?.abort();
        this.#news = undefined;
      }
    };
  }

  async release(workerId: string): Promise<void> {
    const call = this.#connection.call(
      this.#pathOf(workerId, "release"),
      {},
      { answer: AgentDone, timeoutMs: RELEASE_MS },
    );
    try {
      await unlessLost(call, {});
    } catch (error) {
      // A server that is away learns from the lease that nobody renews.
      if (!isPassing(error)) {
        throw error;
      }
    }
  }

  /** What a job that runs here is let in with. */
  tokenOf(jobId: string): string {
    return this.#known.get(jobId) ?? "";
  }

  async #exchangeOnce(
    workerId: string,
    request: { readonly completions: readonly Completion[]; readonly claim: number },
  ): Promise<ExchangeAnswer> {
    const known = this.#known;
    const ids = request.completions.map(({ id }) => id);
    const send = (tries: number) =>
      this.#connection.call(
        this.#pathOf(workerId, "exchange"),
        { ...request, known: [...known.keys()], isRepeated: tries > 0 },
        { answer: AgentExchanged, timeoutMs: ANSWER_MS },
      );
    try {
      const answer = await unlessLost(persistently(RETRY_MS, send), { refused: ids, claimed: [] });
      return { refused: answer.refused, claimed: this.#adopt(answer.claimed) };
    } finally {
      // What could not be brought home is not known any more: the next heartbeats find it.
      for (const id of ids) {
        known.delete(id);
      }
    }
  }

  /** Takes jobs over, their tokens apart. */
  #adopt(jobs: readonly AgentJob[]): ClaimedJob[] {
    return jobs.map(({ token, ...job }) => {
      this.#known.set(job.id, token);
      return job;
    });
  }

  #followNews(): AbortController {
    const stop = new AbortController();
    const { signal } = stop;
    void followNews({
      signal,
      tell: (hint) => {
        for (const listener of this.#listeners) {
          listener(hint);
        }
      },
      ask: (after, timeoutMs) =>
        this.#connection.call(
          this.#pathOf(this.#workerId, "news"),
          { after },
          { answer: AgentNews, timeoutMs, signal },
        ),
    });
    return stop;
  }

  #pathOf(workerId: string, message: string): string {
    return `/agent/workers/${workerId}/${message}`;
  }
}

/** A worker that the server knows no more, or whose token it takes no more, has lost its jobs. */
async function unlessLost<Answer>(call: Promise<Answer>, lost: Answer): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (
      error instanceof OperateError &&
      (error.code === "not-found" || error.code === "unauthenticated")
    ) {
      return lost;
    }
    throw error;
  }
}
