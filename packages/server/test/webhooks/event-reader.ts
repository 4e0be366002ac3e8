import type { TestInstance } from "@getoperate/testing/instance";
import type { RequestOptions } from "@getoperate/testing/requester";

/** An event as it came. */
export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** An open answer of events. */
export interface EventReader extends AsyncDisposable {
  readonly status: number;
  readonly headers: Headers;
  /** Everything that was read so far. */
  readonly text: string;
  /** The next event; undefined: the connection ended. */
  next(): Promise<ReadEvent | undefined>;
  /** All events up to the first of this name, and it. */
  until(event: string): Promise<ReadEvent[]>;
  /** All events up to the end of the connection. */
  rest(): Promise<ReadEvent[]>;
  /** Closes the connection in the middle. */
  hangUp(): void;
}

type Server = Pick<TestInstance, "url" | "token">;

/** Sends a request below `/api/w/main` and reads its answer event by event. */
export async function openEvents(
  { url, token: ownToken }: Server,
  [method, path]: readonly [method: string, path: string],
  { token = ownToken, headers = {}, body }: RequestOptions = {},
): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/w/main${path}`, {
    method,
    signal: abort.signal,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const chunks = (response.body ?? ReadableStream.from([])).pipeThrough(new TextDecoderStream());
  const blocks = blocksOf(chunks.values());
  let text = "";
  const next = async (): Promise<ReadEvent | undefined> => {
    for (;;) {
      const { value, done } = await blocks.next();
      if (done === true) {
        return undefined;
      }
      text += `${value}\n\n`;
      const event = eventOf(value);
      if (event !== undefined) {
        return event;
      }
    }
  };
  const collect = async (isLast: (event: ReadEvent) => boolean) => {
    const events: ReadEvent[] = [];
    for (let event = await next(); event !== undefined; event = await next()) {
      events.push(event);
      if (isLast(event)) {
        break;
      }
    }
    return events;
  };
  return {
    status: response.status,
    headers: response.headers,
    get text() {
      return text;
    },
    next,
    until: (name) => collect(({ event }) => event === name),
    rest: () => collect(() => false),
    hangUp: () => abort.abort(),
    async [Symbol.asyncDispose]() {
      abort.abort();
    },
  };
}

/** What stands between two empty lines. */
async function* blocksOf(chunks: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let unread = "";
  for await (const chunk of chunks) {
    unread += chunk;
    for (let end = unread.indexOf("\n\n"); end !== -1; end = unread.indexOf("\n\n")) {
      yield unread.slice(0, end);
      unread = unread.slice(end + 2);
    }
  }
  return undefined;
}

/** Undefined: a comment, or a setting of the reader's. */
function eventOf(block: string): ReadEvent | undefined {
  const fields = new Map(block.split("\n").map((line) => toField(line)));
  const id = fields.get("id");
  return id === undefined
    ? undefined
    : { id, event: fields.get("event") ?? "", data: JSON.parse(fields.get("data") ?? "") };
}

function toField(line: string): [name: string, value: string] {
  const colon = line.indexOf(": ");
  return [line.slice(0, colon), line.slice(colon + 2)];
}

/** What of an event does not change with the job. */
export function written({ id, event, data }: ReadEvent): string {
  return `${id.slice(37)} ${event} ${JSON.stringify(data)}`;
}
