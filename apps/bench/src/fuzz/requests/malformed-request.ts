import fc from "fast-check";
import type { World } from "../world.ts";
import type { FuzzRequest } from "./fuzz-request.ts";

/** The parts of a request, each as bytes that may be no such part. */
interface Pieces {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly lineEnd: string;
  readonly host: string;
  readonly odd: string;
  readonly framing: readonly [headers: string, body: string];
}

const RUN = "/api/w/main/jobs/run_wait_result/p/f/fuzz/echo";

const METHODS = [
  "POST",
  "POST",
  "GET",
  "get",
  "",
  " ",
  "PO ST",
  "POST\t",
  "\0",
  "FOO",
  "CONNECT",
  "PRI",
  "POST\r\n",
  "x".repeat(50),
];
const TARGETS = [
  RUN,
  RUN,
  RUN,
  "/livez",
  "/api/limits",
  `http://localhost${RUN}`,
  "http://evil.example/livez",
  "https://user:pass@evil.example:99999/livez",
  "HTTP://localhost/livez",
  "ftp://localhost/livez",
  "http:///livez",
  "http://[::1/livez",
  "//evil.example/livez",
  "localhost:80",
  "*",
  "",
  "livez",
  "?a=b",
  "/livez#fragment",
  "/livez?#",
  "/li vez",
  "/livez\0",
  "/livez\t",
  "/\x80\xff",
  "/livez\\..\\x",
  "/\\livez",
  "/%",
  "/livez?%",
  "/x\rX-A: b",
];
const VERSIONS = [
  "HTTP/1.1",
  "HTTP/1.1",
  "HTTP/1.1",
  "HTTP/1.0",
  "HTTP/0.9",
  "HTTP/2.0",
  "HTTP/9.9",
  "HTTP/1.10",
  "http/1.1",
  "HTTP/1",
  "",
  "RTSP/1.0",
  "HTTP/1.1 ",
];
const LINE_ENDS = ["\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r"];
const HOSTS = [
  "Host: localhost",
  "Host: localhost",
  "Host: localhost",
  "",
  "Host:",
  "Host: a\r\nHost: b",
  "Host: a b",
  "Host: a/b",
  "Host: a@b",
  "Host: [::1]:80",
  "Host: [::1",
  "Host: localhost:99999",
  "Host: localhost:abc",
  "Host: \xff",
  "Host: 1.2.3.4.5",
  "Host: 0x7f.1",
  "Host: xn--",
  "Host: a%00b",
  "Host: ..",
  "hOsT : localhost",
];
const ODD = [
  "",
  "",
  "",
  "X-A: a\0b",
  "X-A: a\rX-B: b",
  "X-A: a\nX-B: b",
  "X-A: a\r\n folded",
  " X-A: a",
  "\tX-A: a",
  "X-A",
  ": a",
  "X A: a",
  "X-A : a",
  "X\0A: a",
  "X-\xe9: a",
  "X-A: \x7f\x01",
  "(X): a",
  `X-A: ${"a".repeat(17_000)}`,
  `${"X".repeat(17_000)}: a`,
  "X-A: a\r\n".repeat(3_000).trim(),
  "X-A: a\r\n".repeat(2_010).trim(),
  "Connection: close, Content-Length, Authorization",
  "Connection: keep-alive",
  "Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13",
  "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
  "Expect: 100-continue",
  "Expect: 200-ok",
  "Trailer: Content-Length",
  "Authorization: Bearer \0",
  "__proto__: x",
];
const BODY = '{"a":1}';
const FRAMINGS: readonly (readonly [string, string])[] = [
  [`Content-Length: ${BODY.length}`, BODY],
  [`Content-Length: ${BODY.length}`, BODY],
  ["", ""],
  ["", BODY],
  [`content-length: 0${BODY.length}`, BODY],
  [`Content-Length: +${BODY.length}`, BODY],
  [`Content-Length: ${BODY.length}.0`, BODY],
  [`Content-Length: ${BODY.length}, ${BODY.length}`, BODY],
  [`Content-Length: ${BODY.length}\r\nContent-Length: ${BODY.length}`, BODY],
  ["Content-Length: 1\r\nContent-Length: 7", BODY],
  ["Content-Length: -1", BODY],
  ["Content-Length: ", BODY],
  ["Content-Length: 0x7", BODY],
  ["Content-Length: 99999999999999999999", BODY],
  ["Content-Length: 300000", BODY],
  ["Content-Length: 20", BODY],
  ["Content-Length: 2", BODY],
  ["Transfer-Encoding: chunked", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked\r\nContent-Length: 7", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Content-Length: 7\r\nTransfer-Encoding: chunked", BODY],
  ["Transfer-Encoding: xchunked", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked, identity", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: gzip, chunked", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding:\tchunked", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding : chunked", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: \x0bchunked", `7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: identity", BODY],
  ["Transfer-Encoding: chunked", `07\r\n${BODY}\r\n00\r\n\r\n`],
  ["Transfer-Encoding: chunked", `0x7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked", `-7\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked", `7 ;a=b\r\n${BODY}\r\n0\r\nX-A: b\r\nContent-Length: 9\r\n\r\n`],
  ["Transfer-Encoding: chunked", `7\n${BODY}\n0\n\n`],
  ["Transfer-Encoding: chunked", `2\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked", `ffffffffffffffff0\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked", `7;${"a".repeat(20_000)}\r\n${BODY}\r\n0\r\n\r\n`],
  ["Transfer-Encoding: chunked", `7\r\n${BODY}\r\n`],
  ["Transfer-Encoding: chunked", `7\r\n${BODY}\r\n0\r\nX-A: ${"b".repeat(20_000)}\r\n\r\n`],
  [
    `Content-Length: ${BODY.length}`,
    `${BODY}GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  ],
  [`Content-Length: ${BODY.length}`, `${BODY}\r\n\r\n`],
  [`Content-Length: ${BODY.length}`, `${BODY}\0\0\0`],
];

/** Bytes that are a request in most of their parts, and no HTTP in one or two. */
export function malformedRequest({ tokens }: World): fc.Arbitrary<FuzzRequest> {
  const pieces: fc.Arbitrary<Pieces> = fc.record({
    method: fc.constantFrom(...METHODS),
    target: fc.constantFrom(...TARGETS),
    version: fc.constantFrom(...VERSIONS),
    lineEnd: fc.constantFrom(...LINE_ENDS),
    host: fc.constantFrom(...HOSTS),
    odd: fc.constantFrom(...ODD),
    framing: fc.constantFrom(...FRAMINGS),
  });
  const good: Pieces = {
    method: "POST",
    target: RUN,
    version: "HTTP/1.1",
    lineEnd: "\r\n",
    host: "Host: localhost",
    odd: "",
    framing: [`Content-Length: ${BODY.length}`, BODY],
  };
  const spoiled = fc
    .tuple(pieces, fc.subarray(Object.keys(good), { minLength: 1, maxLength: 2 }))
    .map(([bad, names]) => write({ ...good, ...pick(bad, names) }, tokens["admin"] ?? ""));
  const noise = fc
    .oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(
        Buffer.from("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "latin1"),
        Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Buffer.from("\r\n\r\n\r\n"),
        Buffer.from("GET"),
        Buffer.from("GET /livez HTTP/1.1\r\nHost: loc"),
        Buffer.from("SSH-2.0-OpenSSH_9.2\r\n"),
        Buffer.from("PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n"),
        Buffer.alloc(100_000, 65),
      ),
    )
    .map((bytes): FuzzRequest => ({ ...RAW, bytes, method: "", target: "" }));
  return fc.oneof({ weight: 12, arbitrary: spoiled }, { weight: 1, arbitrary: noise });
}

/** Two requests may hide in one; whatever waits for more bytes is told that none come. */
const RAW = { aim: "malformed", isMalformed: true, answers: 2, endAfterMs: 200 } as const;

function pick(pieces: Pieces, names: readonly string[]): Partial<Pieces> {
  return Object.fromEntries(Object.entries(pieces).filter(([name]) => names.includes(name)));
}

function write(pieces: Pieces, token: string): FuzzRequest {
  const { method, target, version, lineEnd, host, odd, framing } = pieces;
  const [framed, body] = framing;
  const lines = [
    `${method} ${target} ${version}`,
    host,
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    "Connection: close",
    odd,
    framed,
  ].filter((line) => line !== "");
  const head = `${lines.join(lineEnd)}${lineEnd}${lineEnd}`;
  return { ...RAW, bytes: Buffer.from(head + body, "latin1"), method, target };
}
