import fc from "fast-check";

const bytes = (text: string) => Buffer.from(text, "latin1");

/** Bodies that call themselves JSON. */
const KNOWN: readonly Buffer[] = [
  bytes(""),
  bytes(" \r\n\t"),
  bytes("{"),
  bytes('{"a":1,}'),
  bytes("{'a':1}"),
  bytes('{"a":1}{"a":2}'),
  bytes('{"a":1} x'),
  bytes('{"a":1,"a":2,"a":{"b":1,"b":2}}'),
  bytes('{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}},"prototype":1}'),
  bytes('{"a":{"__proto__":null}}'),
  bytes('{"\\u005f_proto__":{"a":1}}'),
  bytes('{"a":"\\ud800","\\udc00":"\\u0000"}'),
  bytes('{"a":"\0"}'),
  bytes('{"a":"\xff"}'),
  bytes('{"a":"\xed\xa0\x80"}'),
  bytes('{"a":"\xf4\x90\x80\x80"}'),
  bytes('{"a":"\xc0\xaf"}'),
  bytes('\xef\xbb\xbf{"a":1}'),
  bytes("\xff\xfe{\x00}\x00"),
  bytes('{"a":1e999,"b":-1e999,"c":1e-999,"d":-0,"e":123456789012345678901234567890}'),
  bytes('{"a":01}'),
  bytes('{"a":NaN}'),
  bytes("null"),
  bytes("true"),
  bytes("0"),
  bytes('""'),
  bytes("[]"),
  bytes("[1,[2,{}]]"),
  bytes("[".repeat(100) + "]".repeat(100)),
  bytes("[".repeat(101) + "]".repeat(101)),
  bytes(`{"a":${'{"a":'.repeat(99)}1${"}".repeat(99)}}`),
  bytes("[".repeat(1_000) + "]".repeat(1_000)),
  bytes('{"a":'.repeat(20_000)),
  bytes("[".repeat(100_000)),
  bytes(`{"a":"${"\\u0000".repeat(10_000)}"}`),
  bytes(`{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":${index}`).join(",")}}`),
  bytes(`{"${"k".repeat(50_000)}":1}`),
  // Over the limit of the server under test.
  bytes(`{"a":"${"x".repeat(300_000)}"}`),
];

/** Bytes that are JSON in some unusual way, or not at all. */
export const hostileJson: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.json(), fc.nat(), fc.nat({ max: 255 }))
      .map(([text, at, byte]) => withByte(Buffer.from(text), at, byte)),
  },
);

function withByte(text: Buffer, at: number, byte: number): Buffer {
  const place = at % (text.length + 1);
  return Buffer.concat([text.subarray(0, place), Buffer.from([byte]), text.subarray(place)]);
}
