// Hot path of every run. Takes jobs from its source into slots, runs them, and brings the ends back
// in shared round trips that also claim what comes next. What the source commits is the truth: a
// worker that lost its lease drops what it runs.
import { availableParallelism } from "node:os";
import type {
  ClaimedJob,
  ExchangeRequest,
  HeartbeatAnswer,
  Log,
  WorkerRegistration,
} from "@getoperate/contract";
import { Completions } from "./completions.ts";
import { isPassing } from "./is-passing.ts";
import type { LastPiece } from "./job-output.ts";
import { Lanes } from "./lanes.ts";
import { maskMore } from "./mask/mask-more.ts";
import { Masker } from "./mask/masker.ts";
import { OutputShipper } from "./output-shipper.ts";
import { type AttemptEnd, type RunJobParts, runJob, VersionCache } from "./run-job.ts";
import { Slots } from "./slots.ts";

export interface WorkerOptions extends Omit<RunJobParts, "versions"> {
  /** A new id for each registration. */
  readonly newId: () => string;
  readonly registration: Omit<WorkerRegistration, "id">;
  readonly heartbeatMs: number;
  /** So long a job may wait here for a slot before it is given back, milliseconds; default 250. */
  readonly holdMs?: number;
  readonly log: Log;
}

/** Bounds of the pause between two claims that found nothing, milliseconds. */
const SHORTEST_POLL_MS = 50;
const LONGEST_POLL_MS = 2_000;

/** After so many heartbeats without an answer a worker is not ready any more. */
const MISSED_HEARTBEATS = 3;

/** Pause after an exchange that failed, milliseconds. */
const REST_MS = 1_000;

/** Time to store the last ends at a stop, when no job runs any more, milliseconds. */
const STORE_LAST_MS = 1_000;

/**
 * Exchanges at once. While one is under way, what ends is collected for the next, so that on a busy
 * machine each carries more; two of half the size cost it twice. From afar the way costs more than the
 * work.
 */
const MAX_EXCHANGES = 1;
const MAX_EXCHANGES_FROM_AFAR = 2;

/** A job that found no slot by then is given back, milliseconds. */
const HOLD_MS = 250;

/** A longer result is brought home by itself and beside the others, characters. */
const LARGE_RESULT = 256 * 1024;

interface Running {
  readonly job: ClaimedJob;
  readonly abort: AbortController;
  readonly masker: Masker;
}

/** Runs jobs until it is drained. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #parts: RunJobParts;
  readonly #slots: Slots;
  readonly #lanes: Lanes<Running>;
  readonly #shipper: OutputShipper;
  readonly #running = new Map<string, Running>();
  readonly #idleListeners = new Set<() => void>();
  #id = "";
  readonly #completions = new Completions();
  /** The last of those with large results, which are brought home one after the other. */
  #largeOnes: Promise<void> = Promise.resolve();
  readonly #mostExchanges: number;
  #exchanges = 0;
  /** Those of them that claim. */
  #claims = 0;
  #givingBack: "no" | "wanted" | "under-way" = "no";
  #pumpScheduled = false;
  /** Whether jobs may wait for a claim: then new ones queue up behind them. */
  #backlog = true;
  /** Counts the news of waiting jobs, so that news during a claim are not taken for old. */
  #news = 0;
  #isBeating = false;
  #draining = false;
  /** When the source last answered. */
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #pollMs = SHORTEST_POLL_MS;
  #pollTimer: NodeJS.Timeout | undefined;
  #heartbeatTimer: NodeJS.Timeout | undefined;
  /** Set while exchanges pause after one that failed. */
  #restTimer: NodeJS.Timeout | undefined;
  #stopListening: () => void = () => undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#parts = { ...options, versions: new VersionCache() };
    const { slots, kind } = options.registration;
    this.#lanes = new Lanes({
      slots,
      processors: availableParallelism(),
      holdMs: options.holdMs ?? HOLD_MS,
      onOverdue: () => this.#letGo(),
      run: (running) => this.#run(running),
    });
    this.#slots = new Slots(slots, () => this.#lanes.ahead);
    this.#mostExchanges = kind === "agent" ? MAX_EXCHANGES_FROM_AFAR : MAX_EXCHANGES;
    this.#shipper = new OutputShipper(options.source, options.log);
  }

  get runningCount(): number {
    return this.#running.size;
  }

  /** Whether it takes jobs: its source answered within the last heartbeats, and nobody stops it. */
  get isReady(): boolean {
    const silentMs = performance.now() - this.#heardAtMs;
    return !this.#draining && silentMs < MISSED_HEARTBEATS * this.#options.heartbeatMs;
  }

  /** Registers and begins to take jobs. */
  async start(): Promise<void> {
    await this.#register();
    this.#stopListening = this.#options.source.onHint((hint) => {
      if (hint.kind === "ready") {
        this.#expectBacklog();
      } else if (hint.kind === "cancel") {
        this.#cancel(hint.jobId);
      } else {
        void this.#maskMore(hint.jobId);
      }
    });
    this.#heartbeatTimer = setInterval(() => void this.#heartbeat(), this.#options.heartbeatMs);
    this.#poll();
  }

  /**
   * Takes no more jobs, lets those that run end within `graceMs`, and gives the others back to be
   * run elsewhere.
   */
  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    clearTimeout(this.#pollTimer);
    this.#letGo();
    const late = setTimeout(() => this.#abandon(), graceMs);
    const tooLate = setTimeout(() => this.#tellListeners(), graceMs + STORE_LAST_MS);
    await this.#untilIdle();
    clearTimeout(late);
    clearTimeout(tooLate);
    clearTimeout(this.#restTimer);
    clearInterval(this.#heartbeatTimer);
    this.#stopListening();
    this.#lanes[Symbol.dispose]();
    this.#shipper[Symbol.dispose]();
    try {
      await this.#options.source.release(this.#id);
    } catch (error) {
      this.#options.log.warn({ err: error }, "The worker's lease has to run out by itself.");
    }
  }

  async #register(): Promise<void> {
    const { registration, source } = this.#options;
    this.#id = this.#options.newId();
    await source.register(
      { id: this.#id, ...registration },
      {
        reserve: () => !this.#draining && !this.#backlog && this.#slots.take(),
        unreserve: () => {
          this.#slots.give();
          this.#pump();
        },
        start: (job) => this.#begin(job),
      },
    );
    this.#heardAtMs = performance.now();
  }

  /** Runs a job that has its place, as soon as there is a slot. */
  #begin(job: ClaimedJob): void {
    if (this.#running.has(job.id)) {
      // Found a second time after a lost answer; it has its slot already.
      this.#slots.give();
      return;
    }
    const running = { job, abort: new AbortController(), masker: new Masker() };
    this.#running.set(job.id, running);
    this.#lanes.add(running);
  }

  #cancel(id: string): void {
    const running = this.#running.get(id);
    if (running !== undefined) {
      running.abort.abort();
      this.#lanes.hurry(running);
    }
  }

  async #maskMore(id: string): Promise<void> {
    const { source, log } = this.#options;
    const running = this.#running.get(id);
    try {
      await (running && maskMore(source, running));
    } catch (error) {
      // The job waits for its secret; heartbeats name it again.
      log.warn({ err: error, job: id }, "A secret that a job asks for could not be masked.");
    }
  }

  /** Runs an attempt; answers with what brings its end home. */
  async #run(running: Running): Promise<() => void> {
    const { job, abort, masker } = running;
    const output = this.#shipper.begin(job.id, job.attempt);
    const end = await runJob(this.#parts, job, {
      masker,
      signal: abort.signal,
      onLog: output.writeLog,
      onChunk: output.writeChunk,
    });
    const lastPiece = await output.end();
    if (end.result.length > LARGE_RESULT) {
      // The slot stays taken so long, which bounds how many of them are in memory.
      this.#largeOnes = this.#largeOnes.then(() => this.#bringHome(running, end, lastPiece));
      await this.#largeOnes;
    }
    this.#slots.give();
    return () => this.#finish(running, { ...end, ...lastPiece });
  }

  #finish(running: Running, end: AttemptEnd & LastPiece): void {
    const { id, attempt } = running.job;
    // An attempt that was lost may end when the next one of the same job runs here already.
    if (this.#running.get(id) === running) {
      this.#running.delete(id);
      this.#completions.add({ id, attempt, ...end });
    }
    this.#pump();
  }

  async #bringHome(running: Running, end: AttemptEnd, lastPiece: LastPiece): Promise<void> {
    const { id, attempt } = running.job;
    if (this.#running.get(id) === running) {
      this.#running.delete(id);
      await this.#send({ completions: [{ id, attempt, ...end, ...lastPiece }], claim: 0 });
    }
  }

  #expectBacklog(): void {
    this.#backlog = true;
    this.#news += 1;
    this.#pump();
  }

  #poll(): void {
    clearTimeout(this.#pollTimer);
    if (!this.#draining) {
      const pause = this.#pollMs * (0.75 + Math.random() / 2);
      this.#pollTimer = setTimeout(() => {
        this.#pollMs = Math.min(LONGEST_POLL_MS, this.#pollMs * 2);
        this.#expectBacklog();
        this.#poll();
      }, pause);
    }
  }

  /** Exchanges soon, with whatever has gathered by then. */
  #pump(): void {
    const isResting = this.#restTimer !== undefined;
    if (this.#pumpScheduled || isResting || this.#exchanges >= this.#mostExchanges) {
      return;
    }
    this.#pumpScheduled = true;
    setImmediate(() => {
      this.#pumpScheduled = false;
      void this.#exchange();
    });
  }

  /** The slots are busy for longer than it seemed: what is held had better go elsewhere. */
  #letGo(): void {
    this.#lanes.expectLong();
    if (this.#givingBack === "no") {
      this.#givingBack = "wanted";
      this.#pump();
    }
  }

  /** While no claim is under way, which might bring the same jobs again. */
  async #giveBack(): Promise<void> {
    this.#givingBack = "under-way";
    const held = this.#lanes.takeHeld();
    const kept = await this.#askToTakeBack(held);
    for (const running of held) {
      const { id } = running.job;
      if (this.#running.get(id) !== running) {
        this.#slots.give(); // Abandoned meanwhile.
      } else if (kept === undefined) {
        this.#lanes.add(running);
      } else if (kept.includes(id)) {
        // To be canceled, which needs no slot.
        running.abort.abort();
        this.#lanes.add(running);
        this.#lanes.hurry(running);
      } else {
        this.#running.delete(id);
        this.#slots.give();
      }
    }
    this.#givingBack = "no";
    this.#pump();
  }

  /** Answers with the jobs that stay; undefined: nobody could be asked. */
  async #askToTakeBack(held: readonly Running[]): Promise<readonly string[] | undefined> {
    if (held.length === 0) {
      return [];
    }
    try {
      return await this.#options.source.giveBack(
        this.#id,
        held.map(({ job }) => job),
      );
    } catch (error) {
      this.#options.log.warn({ err: error }, "Jobs could not be given back.");
      return undefined;
    }
  }

  async #exchange(): Promise<void> {
    if (this.#givingBack === "wanted" && this.#claims === 0) {
      void this.#giveBack();
    }
    const mayClaim = this.#backlog && !this.#draining && this.#givingBack === "no";
    const completions = this.#completions.take();
    const claim = mayClaim ? this.#slots.takeUpTo(this.#slots.free) : 0;
    if (completions.length === 0 && claim === 0) {
      this.#tellIfIdle();
      return;
    }
    const news = this.#news;
    const claims = claim > 0 ? 1 : 0;
    this.#exchanges += 1;
    this.#claims += claims;
    const claimed = await this.#send({ completions, claim });
    this.#exchanges -= 1;
    this.#claims -= claims;
    this.#slots.give(claim - (claimed?.length ?? 0));
    if (claim > 0 && claimed !== undefined) {
      this.#backlog = claimed.length === claim || this.#news !== news;
    }
    this.#adopt(claimed ?? []);
    this.#pump();
  }

  /** Answers with what was claimed; undefined: nothing was committed. */
  async #send(request: ExchangeRequest): Promise<readonly ClaimedJob[] | undefined> {
    const { source, log } = this.#options;
    try {
      const { claimed, refused } = await source.exchange(this.#id, request);
      if (refused.length > 0) {
        log.warn({ jobs: refused }, "Late completions were refused.");
      }
      return claimed;
    } catch (error) {
      if (isPassing(error)) {
        // Kept until they are stored, or refused because the lease ran out meanwhile. What is
        // refused for good is not: it would hold up all that come after it.
        this.#completions.putBack(request.completions);
      }
      log.error({ err: error }, "Results could not be stored.");
      this.#rest();
      return undefined;
    }
  }

  #rest(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.#restTimer = undefined;
      this.#pump();
    }, REST_MS);
  }

  #adopt(claimed: readonly ClaimedJob[]): void {
    if (claimed.length > 0) {
      this.#pollMs = SHORTEST_POLL_MS;
      this.#poll();
    }
    for (const job of claimed) {
      this.#begin(job);
    }
  }

  async #heartbeat(): Promise<void> {
    if (this.#isBeating) {
      return; // A slow answer may not make two of a worker that starts afresh.
    }
    this.#isBeating = true;
    try {
      await this.#heed(await this.#options.source.heartbeat(this.#id));
    } catch {
      // The lease decides whether it mattered.
    } finally {
      this.#isBeating = false;
    }
  }

  async #heed(answer: HeartbeatAnswer): Promise<void> {
    this.#heardAtMs = performance.now();
    for (const id of answer.canceled) {
      this.#cancel(id);
    }
    for (const id of answer.unmasked) {
      void this.#maskMore(id);
    }
    if (answer.alive) {
      this.#slots.force(answer.claimed.length);
      this.#adopt(answer.claimed);
      this.#heedWaiting(answer.isAnyWaiting);
    } else if (!this.#draining) {
      this.#options.log.warn({ worker: this.#id }, "The lease was lost; starting afresh.");
      this.#abandon();
      await this.#registerAgain();
    }
  }

  /** A heartbeat looks too: an idle worker asks less often. */
  #heedWaiting(isAnyWaiting: boolean): void {
    if (isAnyWaiting) {
      this.#expectBacklog();
    } else {
      this.#poll();
    }
  }

  async #registerAgain(): Promise<void> {
    try {
      await this.#options.source.release(this.#id);
      await this.#register();
    } catch (error) {
      this.#options.log.warn({ err: error }, "The worker could not register again yet.");
    }
  }

  /** Ends what runs without reporting it: the attempts are somebody else's, or about to be. */
  #abandon(): void {
    const lost = [...this.#running.values()];
    this.#running.clear();
    this.#slots.give(this.#lanes.takeHeld().length);
    for (const { abort } of lost) {
      abort.abort();
    }
    this.#pump();
  }

  /** Nothing runs, nothing is promised to a job whose commit is under way, all ends are stored. */
  get #isIdle(): boolean {
    return !this.#slots.isAnyTaken && this.#completions.isEmpty && this.#exchanges === 0;
  }

  async #untilIdle(): Promise<void> {
    if (!this.#isIdle) {
      await new Promise<void>((resolve) => this.#idleListeners.add(resolve));
    }
  }

  #tellIfIdle(): void {
    if (this.#isIdle) {
      this.#tellListeners();
    }
  }

  #tellListeners(): void {
    for (const listener of this.#idleListeners) {
      this.#idleListeners.delete(listener);
      listener();
    }
  }
}
