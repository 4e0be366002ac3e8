import { apiErrorFrom, foreignAnswer } from "../api-error.ts";
import type { RunOptions } from "../call-options.ts";
import { OperateConnectionError, OperateTimeoutError } from "../errors.ts";
import type { components } from "../generated/openapi.ts";
import { type Deadline, sleep, startDeadline } from "../http/deadline.ts";
import type { ServerEvent } from "../http/event-parser.ts";
import { EventReader } from "../http/event-reader.ts";
import { delayOf } from "../http/retrying.ts";
import { send } from "../http/send.ts";
import { parseJsonOrText } from "../json.ts";
import { jobRequest, type Place } from "./job-request.ts";
import type { Run } from "./run.ts";
import { routeOf } from "./target.ts";

type WireEvent = components["schemas"]["JobEvent"];

/** What happens with a job; `Chunk` is the caller's word for what its script yields. */
export type JobEvent<Chunk = unknown> =
  | Exclude<WireEvent, { event: "chunk" }>
  | (Extract<WireEvent, { event: "chunk" }> & { data: Chunk });

/**
 * Starts a job and gives its events up to `done`. After a lost connection it goes on behind the last
 * event; only when it is lost again and again before anything came, it is given up.
 */
export async function* runAndStream(
  place: Place,
  run: Run,
  options: RunOptions,
): AsyncGenerator<JobEvent, void, undefined> {
  const { timeoutMs = Number.POSITIVE_INFINITY, signal } = options;
  const seen: Seen = { lastId: undefined, losses: 0 };
  const deadline = startDeadline({
    timeoutMs,
    signal,
    timeoutError: () => new OperateTimeoutError(timeoutMs, seen.lastId?.split(".")[0]),
  });
  try {
    yield* events(place, run, { seen, deadline });
  } catch (error) {
    deadline.signal.throwIfAborted();
    throw error;
  } finally {
    deadline.stop();
  }
}

interface Seen {
  lastId: string | undefined;
  /** How often the connection was lost since the last event. */
  losses: number;
}

interface Progress {
  readonly seen: Seen;
  readonly deadline: Deadline;
}

async function* events(
  place: Place,
  run: Run,
  { seen, deadline }: Progress,
): AsyncGenerator<JobEvent, void, undefined> {
  for (;;) {
    const response = await send(place.connection, streamRequest(place, run, { seen, deadline }));
    const reader = new EventReader(await bodyOf(response));
    const close = () => reader.close();
    deadline.signal.addEventListener("abort", close);
    try {
      for (let event = await reader.next(); event !== undefined; event = await reader.next()) {
        seen.lastId = event.id;
        seen.losses = 0;
        yield toJobEvent(event, response);
        if (event.event === "done") {
          return;
        }
      }
    } finally {
      deadline.signal.removeEventListener("abort", close);
      close();
    }
    deadline.signal.throwIfAborted();
    if (seen.losses === place.connection.retries) {
      const cause = reader.fault;
      throw new OperateConnectionError("The stream of events broke again and again.", { cause });
    }
    await sleep(delayOf(seen.losses, { afterMs: undefined }), deadline.signal);
    seen.losses += 1;
  }
}

/** The same request again names the same run, so that no other one is started. */
function streamRequest(place: Place, run: Run, { seen, deadline }: Progress): Request {
  return jobRequest(place, {
    method: "POST",
    route: `run_and_stream/${routeOf(run.target)}`,
    headers: {
      "Content-Type": "application/json",
      "Idempotency-Key": run.idempotencyKey,
      ...(seen.lastId === undefined ? {} : { "Last-Event-ID": seen.lastId }),
    },
    body: JSON.stringify(run.args),
    signal: deadline.signal,
  });
}

async function bodyOf(response: Response): Promise<ReadableStream<Uint8Array>> {
  if (!response.ok) {
    throw apiErrorFrom(response, parseJsonOrText(await response.text()));
  }
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
  if (!isStream || response.body === null) {
    throw foreignAnswer(response);
  }
  return response.body;
}

/** Guarantee: the server sends the events of its document, and their data are JSON. */
function toJobEvent({ id, event, data }: ServerEvent, response: Response): JobEvent {
  try {
    return { id, event, data: JSON.parse(data) } as JobEvent;
  } catch {
    throw foreignAnswer(response);
  }
}
