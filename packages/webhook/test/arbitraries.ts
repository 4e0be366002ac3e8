import fc from "fast-check";

/** Any string of UTF-16 units: NUL, lone surrogates and all. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);

/** Text that UTF-8 can carry. */
export const unicodeText = anyText.map((text) => text.toWellFormed());

const SPECIAL_NAMES = ["getOperate_", "windmill_", "wm_"].flatMap((prefix) =>
  ["status_code", "content_type", "headers", "content_transfer_encoding"].map(
    (name) => `${prefix}${name}`,
  ),
);

/** Names of members: any, and those that have a meaning somewhere. */
export const anyName = fc.oneof(
  anyText,
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "a"),
  fc.constantFrom("body", "raw_string", "raw_base64", "WEBHOOK__METADATA__", "data", "result"),
  fc.constantFrom(...SPECIAL_NAMES),
);

const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  object: fc.array(fc.tuple(anyName, tie("value")), { maxLength: 5 }).map(objectOf),
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(anyText, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
    fc.constantFrom(null, true, false, "", 0),
    fc.array(tie("value"), { maxLength: 5 }),
    tie("object"),
  ),
}));

/** Any JSON value. */
export const anyJson = value;

/** Any JSON object, with members of its own whatever their names. */
export const anyObject = fc.array(fc.tuple(anyName, anyJson), { maxLength: 6 }).map(objectOf);

/** JSON text of a value, laid out in one of several ways. */
export const jsonText = (values: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .tuple(values, fc.constantFrom<string | number | undefined>(undefined, 1, "\t", "\r\n "))
    .map(([given, indent]) => JSON.stringify(given, null, indent));

function objectOf(members: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(members);
}
