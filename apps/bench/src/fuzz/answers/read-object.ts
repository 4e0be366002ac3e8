import type { RawAnswer } from "@getoperate/testing/raw-http";

/** What is looked for in an answer that is a JSON object: of a problem, or of what was made. */
export interface AnswerObject {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly type?: unknown;
  readonly instance?: unknown;
  readonly id?: unknown;
  readonly next_cursor?: unknown;
}

/** The JSON object that an answer is; an empty one if it is none. */
export function readObject({ body }: Pick<RawAnswer, "body">): AnswerObject {
  try {
    return Object(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}
