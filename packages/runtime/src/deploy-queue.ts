import { OperateError } from "@getoperate/contract";

/** More scripts than these do not wait. */
const MAX_WAITING = 100;

/** Works on one script after the other, so that deploys take no more than one processor. */
export class DeployQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether nothing waits or is worked on. */
  get isEmpty(): boolean {
    return this.#waiting === 0;
  }

  /** Rejects, with `unavailable`, where too many wait already. */
  async do<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.#waiting >= MAX_WAITING) {
      throw new OperateError("unavailable", "Too many scripts are being deployed.", {
        retryAfterSeconds: 5,
      });
    }
    this.#waiting += 1;
    const answer = this.#last.then(work);
    this.#last = answer.catch(() => undefined);
    return answer.finally(() => {
      this.#waiting -= 1;
    });
  }
}
