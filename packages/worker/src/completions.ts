import type { Completion } from "@getoperate/contract";

const MAX_COMPLETIONS = 100;

/** Most of the results and logs that are brought home at once, characters. */
const MAX_SIZE = 1024 * 1024;

/** Ends of jobs that wait to be brought home. */
export class Completions {
  #waiting: Completion[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(completion: Completion): void {
    this.#waiting.push(completion);
  }

  /** Takes those back that could not be stored. */
  putBack(completions: readonly Completion[]): void {
    this.#waiting.unshift(...completions);
  }

  /** What goes at once: bounded in number and size; one goes whatever its size. */
  take(): Completion[] {
    let size = 0;
    const end = this.#waiting.slice(0, MAX_COMPLETIONS).findIndex(({ result, logs }, index) => {
      size += result.length + logs.length;
      return index > 0 && size > MAX_SIZE;
    });
    return this.#waiting.splice(0, end === -1 ? MAX_COMPLETIONS : end);
  }
}
