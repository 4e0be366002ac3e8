import type { PlatformAnswer } from "@getoperate/contract";
import type { RunOptions } from "./runner-job.ts";

/** Most questions of a job that are not answered yet. */
const MAX_OPEN = 32;

const METHODS: readonly unknown[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const TOO_MANY: PlatformAnswer = {
  status: 429,
  body: JSON.stringify({ detail: `A job may have ${MAX_OPEN} questions open at once.` }),
};
const NO_ANSWER: PlatformAnswer = {
  status: 503,
  body: JSON.stringify({ detail: "The platform could not be asked." }),
};

/** Passes on what one job asks of the platform. */
export class JobCalls {
  readonly #onCall: RunOptions["onCall"];
  #open = 0;

  constructor({ onCall }: Pick<RunOptions, "onCall">) {
    this.#onCall = onCall;
  }

  /** Takes a question; false: it is none. It comes from a process of user code. */
  take(payload: Buffer, answer: (answer: PlatformAnswer) => void): boolean {
    const { method, path, body } = Object(parsed(payload));
    if (!METHODS.includes(method) || typeof path !== "string" || !path.startsWith("/")) {
      return false;
    }
    if (this.#open >= MAX_OPEN) {
      answer(TOO_MANY);
      return true;
    }
    this.#open += 1;
    const request = { method, path, body: body === undefined ? undefined : JSON.stringify(body) };
    void this.#onCall(request)
      .catch(() => NO_ANSWER)
      .then((said) => {
        this.#open -= 1;
        answer(said);
      });
    return true;
  }
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}
