import { setTimeout as sleep } from "node:timers/promises";
import type { Timed } from "../sample.ts";
import { timedLanes } from "./timed-lanes.ts";

export interface RivalSetUp {
  readonly connectionString: string;
}

export interface RivalQuestion {
  readonly seconds: number;
  /** Jobs a call; more than one is that product's own way of enqueueing many. */
  readonly jobsPerCall: number;
  readonly concurrency: number;
}

/** Another product's queue with its workers. */
export interface RivalQueue {
  enqueue(jobs: number): Promise<unknown>;
  /** How many are not done yet. */
  open(): Promise<number>;
}

const LOOK_MS = 5;

/** Enqueues for a time while the workers drain, then waits for the rest; the rate is of what is done. */
export async function runRival(queue: RivalQueue, question: RivalQuestion): Promise<Timed> {
  const { jobsPerCall, ...lanes } = question;
  const start = performance.now();
  const { count: calls } = await timedLanes(lanes, () => queue.enqueue(jobsPerCall));
  while ((await queue.open()) > 0) {
    await sleep(LOOK_MS);
  }
  const count = calls * jobsPerCall;
  return { count, rate: (count / (performance.now() - start)) * 1000 };
}
