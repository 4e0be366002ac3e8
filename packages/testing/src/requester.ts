/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  json(): unknown;
}

export interface RequestOptions {
  /** The requester's own unless given; null: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** A request below `/api/w/main`, or below the server's root with `//` in front. */
export type SendRequest = (
  method: string,
  path: string,
  options?: RequestOptions,
) => Promise<Answer>;

const MIN_TOKEN_LENGTH = 20;

/** Every token that stood in a URL of this process. */
const tokensInUrls = new Set<string>();

/** Sends requests to a server, whoever started it; with a token of its own unless that is null. */
export function requester(url: string, ownToken: string | null): SendRequest {
  return async (method, path, { token = ownToken, headers = {}, body } = {}) => {
    const base = path.startsWith("//") ? url : `${url}/api/w/main`;
    const address = new URL(base + path.replace(/^\/\//, "/"));
    const inUrl = noteTokenOf(address);
    const isJson = body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
    const response = await fetch(address, {
      method,
      redirect: "manual",
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(isJson ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : toBody(body) }),
    });
    const text = await response.text();
    refuseTokens([text, ...response.headers.values()], inUrl, `The answer to ${method}`);
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: () => JSON.parse(text),
    };
  };
}

/** Throws if a token that ever stood in a URL of this process is in a log. */
export function refuseTokensInLog(lines: readonly string[]): void {
  refuseTokens(lines, tokensInUrls, "A log");
}

function noteTokenOf({ searchParams }: URL): ReadonlySet<string> {
  const tokens = searchParams.getAll("token").filter(({ length }) => length >= MIN_TOKEN_LENGTH);
  for (const token of tokens) {
    tokensInUrls.add(token);
  }
  return new Set(tokens);
}

function refuseTokens(texts: readonly string[], tokens: ReadonlySet<string>, where: string): void {
  for (const token of tokens) {
    if (texts.some((text) => text.includes(token))) {
      throw new Error(`${where} tells a token that stood in a URL: ${token.slice(0, 10)}…`);
    }
  }
}

function toBody(body: unknown): string | Buffer<ArrayBuffer> {
  return body instanceof Uint8Array ? Buffer.from(body) : String(body);
}
