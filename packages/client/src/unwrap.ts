import { apiErrorFrom } from "./api-error.ts";

/** What a call through `rest` comes back with. */
export interface RestAnswer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of an answer of `rest`, or throws the server's refusal as `OperateApiError`.
 *
 * An answer that is no refusal has the data of its type: `openapi-fetch` leaves them out only where
 * the document says that there is no body.
 */
export function unwrap<Data>(answer: RestAnswer<Data>): Data {
  if (!answer.response.ok) {
    throw apiErrorFrom(answer.response, answer.error);
  }
  return answer.data as Data;
}
