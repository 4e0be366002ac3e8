import type {
  Attempt,
  ExchangeAnswer,
  ExchangeRequest,
  HandedSecret,
  HeartbeatAnswer,
  JsonText,
  OutputPiece,
  ResolvedArguments,
  RunnableVersion,
  WorkerRegistration,
} from "@getoperate/contract";
import { OperateError } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import type { LimitedJobs } from "./duties/limited-jobs.ts";
import { giveBackAndTell } from "./give-back-and-tell.ts";
import type { News } from "./news.ts";
import {
  appendAgentOutput,
  type NewsOfJobs,
  newsOf,
  runsAttempt,
  runsVersion,
} from "./queue/agent-jobs.ts";
import { exchange } from "./queue/exchange.ts";
import { loadArguments } from "./queue/large-values.ts";
import { type AgentGrant, heartbeat, registerWorker, releaseWorker } from "./queue/lease.ts";
import { loadVersion } from "./queue/load-version.ts";
import { RELEASED_ALONE, recoverAndTell, type ToldOfChanges } from "./recover-and-tell.ts";
import { secretsToMask } from "./references/job-secrets.ts";
import { resolveArguments } from "./references/resolve-arguments.ts";
import type { Vault } from "./vault/vault.ts";
import { HintBoard, type HintPlace } from "./wait/hint-board.ts";

export interface AgentExchangeRequest extends ExchangeRequest {
  /** Jobs that the worker runs, those that end here included. */
  readonly known: readonly string[];
  readonly isRepeated: boolean;
}

/**
 * The job source of workers that are reached over HTTPS. It keeps nothing of them, so any server
 * answers any of their requests; whether a caller is the worker that it names is for others to ask.
 */
export class AgentGate {
  readonly #db: Database;
  readonly #news: News;
  readonly #limited: LimitedJobs;
  readonly #vault: Vault;
  readonly #board = new HintBoard();

  constructor({ db, news, limited, vault }: ToldOfChanges & { readonly vault: Vault }) {
    this.#vault = vault;
    this.#db = db;
    this.#news = news;
    this.#limited = limited;
  }

  /** Jobs may be there, or one is to be canceled. */
  hint(): void {
    this.#board.add();
  }

  /** False: the id is taken, or the token has too many workers. */
  register(worker: WorkerRegistration, grant: AgentGrant): Promise<boolean> {
    return registerWorker(this.#db, worker, grant);
  }

  async exchange(workerId: string, request: AgentExchangeRequest): Promise<ExchangeAnswer> {
    const { known, isRepeated, completions, claim } = request;
    const onFreed = this.#limited.ask.bind(this.#limited);
    const context = { db: this.#db, workerId, known: () => known, isRepeated, onFreed };
    const answer = await exchange(context, { completions, claim });
    const refused = new Set(answer.refused);
    const ended = completions.filter(({ id }) => !refused.has(id));
    this.#news.endedSomehow(ended.map(({ id }) => id));
    this.#news.started(answer.claimed.map(({ id }) => id));
    return answer;
  }

  /** Throws `too-large` for what goes beyond `maxBytes` of an attempt; the rest is stored. */
  async appendOutput(
    workerId: string,
    output: { readonly pieces: readonly OutputPiece[]; readonly maxBytes: number },
  ): Promise<void> {
    const refused = await appendAgentOutput(this.#db, workerId, output);
    this.#news.output([...new Set(output.pieces.map(({ id }) => id))]);
    if (refused.length > 0) {
      throw new OperateError(
        "too-large",
        `Of each of these jobs at most ${output.maxBytes} bytes are stored: ${refused.join(", ")}.`,
      );
    }
  }

  heartbeat(workerId: string, known: readonly string[]): Promise<HeartbeatAnswer> {
    return heartbeat(this.#db, workerId, known);
  }

  /** Throws `not-found` for a version of which no job runs in the worker. */
  async loadVersion(workerId: string, workspace: string, hash: string): Promise<RunnableVersion> {
    if (!(await runsVersion(this.#db, workerId, { workspace, hash }))) {
      throw new OperateError("not-found", `There is no version ${hash} of a job that runs here.`);
    }
    return loadVersion(this.#db, workspace, hash);
  }

  /** Throws `not-found` for an attempt that does not run in the worker. */
  async loadArguments(workerId: string, attempt: Attempt): Promise<JsonText> {
    await this.#requireRunning(workerId, attempt);
    return loadArguments(this.#db, attempt);
  }

  /** Answers with those that are still the worker's. */
  giveBack(workerId: string, attempts: readonly Attempt[]): Promise<string[]> {
    return giveBackAndTell({ db: this.#db, news: this.#news }, { workerId, attempts });
  }

  newsOf(workerId: string): Promise<NewsOfJobs> {
    return newsOf(this.#db, workerId);
  }

  /** Throws `not-found` for an attempt that does not run in the worker. */
  async resolveArguments(workerId: string, attempt: Attempt): Promise<ResolvedArguments> {
    await this.#requireRunning(workerId, attempt);
    return resolveArguments({ db: this.#db, vault: this.#vault }, attempt);
  }

  /** Throws `not-found` for an attempt that does not run in the worker. */
  async secretsToMask(
    workerId: string,
    { attempt, masked }: { readonly attempt: Attempt; readonly masked: readonly string[] },
  ): Promise<HandedSecret[]> {
    await this.#requireRunning(workerId, attempt);
    return secretsToMask({ db: this.#db, vault: this.#vault }, attempt, masked);
  }

  /** Resolves when there are news behind a place, or when the signal is aborted. */
  newsAfter(place: HintPlace, signal: AbortSignal): Promise<HintPlace> {
    return this.#board.until(place, signal);
  }

  async release(workerId: string): Promise<void> {
    await releaseWorker(this.#db, workerId);
    const told = { db: this.#db, news: this.#news, limited: this.#limited };
    await recoverAndTell(told, RELEASED_ALONE);
  }

  async #requireRunning(workerId: string, attempt: Attempt): Promise<void> {
    if (!(await runsAttempt(this.#db, workerId, attempt))) {
      throw new OperateError("not-found", `Job ${attempt.id} does not run here.`);
    }
  }
}
