/** One request as it is sent. */
export interface FuzzRequest {
  /** Operation or kind it was made for: what its coverage counts for. */
  readonly aim: string;
  /** The head and the body as bytes. */
  readonly bytes: Buffer;
  readonly method: string;
  /** As in the request line. */
  readonly target: string;
  /** Whether it may be no HTTP at all, so that a refusal before every route is right. */
  readonly isMalformed: boolean;
  /** How many answers there may be. */
  readonly answers: number;
  /** Says that nothing more comes, this long after the last byte. */
  readonly endAfterMs?: number;
}

export interface RequestParts {
  readonly aim: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | undefined;
  readonly isChunked: boolean;
}

/** Writes a request with the framing of its body; the connection ends with the answer. */
export function toRequest(parts: RequestParts): FuzzRequest {
  const { aim, method, target, headers, body, isChunked } = parts;
  const { framing, content } = frame(body, isChunked);
  const lines = [["Host", "localhost"], ["Connection", "close"], ...framing, ...headers].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
  return {
    aim,
    bytes: Buffer.concat([head, ...content]),
    method,
    target,
    isMalformed: false,
    answers: 1,
  };
}

interface Framed {
  readonly framing: readonly (readonly [name: string, value: string])[];
  readonly content: readonly Uint8Array[];
}

function frame(body: Uint8Array | undefined, isChunked: boolean): Framed {
  if (body === undefined) {
    return { framing: [], content: [] };
  }
  return isChunked
    ? { framing: [["Transfer-Encoding", "chunked"]], content: chunks(body) }
    : { framing: [["Content-Length", String(body.length)]], content: [body] };
}

/** Two of them, where there is enough for two. */
function chunks(body: Uint8Array): Uint8Array[] {
  const middle = Math.ceil(body.length / 2);
  const pieces = [body.subarray(0, middle), body.subarray(middle)];
  const written = pieces
    .filter(({ length }) => length > 0)
    .map((piece) =>
      Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]),
    );
  return [...written, Buffer.from("0\r\n\r\n")];
}
