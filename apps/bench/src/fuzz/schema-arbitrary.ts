import fc from "fast-check";
import { resolve, type Schema } from "./document.ts";
import { hostileText } from "./hostile-text.ts";

export type Json = unknown;

/** Values that a schema of the document takes. Throws for a keyword that the document never used. */
export function arbitraryOf(root: Schema, schema: Schema): fc.Arbitrary<Json> {
  const { $ref, enum: choices, anyOf, allOf, type } = schema;
  if (typeof $ref === "string") {
    return arbitraryOf(root, Object(resolve(root, $ref)));
  }
  if ("const" in schema) {
    return fc.constant(schema["const"]);
  }
  if (Array.isArray(choices)) {
    return fc.constantFrom(...choices);
  }
  if (Array.isArray(anyOf)) {
    return fc.oneof(...anyOf.map((each) => arbitraryOf(root, each)));
  }
  if (allOf !== undefined || Array.isArray(type)) {
    throw new Error(`No request of the document had such a schema yet: ${JSON.stringify(schema)}`);
  }
  switch (type) {
    case "object":
      return objectOf(root, schema);
    case "array":
      return fc.array(arbitraryOf(root, Object(schema["items"])), {
        minLength: numberIn(schema, "minItems", 0),
        maxLength: Math.min(numberIn(schema, "maxItems", 5), 5),
      });
    case "string":
      return stringOf(schema);
    case "integer":
      return fc.integer(boundsOf(schema));
    case "number":
      return fc.double({ ...boundsOf(schema), noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

/** A value that a schema takes, spoiled in one place or replaced by something else. */
export function nearlyOf(root: Schema, schema: Schema): fc.Arbitrary<Json> {
  const valid = arbitraryOf(root, schema);
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(valid, fc.nat(), somethingElse).map(spoil) },
    { weight: 1, arbitrary: somethingElse },
    { weight: 1, arbitrary: valid.map((value) => [value]) },
  );
}

/** Values of every kind, mostly those that others choke on. */
export const somethingElse: fc.Arbitrary<Json> = fc.oneof(
  hostileText,
  fc.jsonValue(),
  fc.constantFrom<Json[]>(
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    -0,
    Number.MAX_SAFE_INTEGER + 1,
    2 ** 31,
    "",
    [],
    {},
    [[]],
    { "": "" },
    "9".repeat(400),
    "x".repeat(70_000),
    Array.from({ length: 500 }, () => "jobs:read"),
  ),
);

/** One property of an object dropped, added or replaced; of anything else the whole. */
function spoil([value, at, other]: [Json, number, Json]): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return other;
  }
  const entries = Object.entries(value);
  const index = at % (entries.length + 1);
  const name = entries[index]?.[0] ?? "unknown";
  if (at % 3 === 0) {
    return Object.fromEntries(entries.filter(([each]) => each !== name));
  }
  return Object.fromEntries([...entries, [name, other]]);
}

function objectOf(root: Schema, schema: Schema): fc.Arbitrary<Json> {
  const { properties, required } = schema;
  if (properties === undefined) {
    return fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue(), { maxKeys: 4 });
  }
  const model = Object.fromEntries(
    Object.entries(Object(properties)).map(([name, each]) => [
      name,
      arbitraryOf(root, Object(each)),
    ]),
  );
  return fc.record(model, { requiredKeys: Array.isArray(required) ? required : [] });
}

function stringOf(schema: Schema): fc.Arbitrary<string> {
  const { pattern, format } = schema;
  if (typeof pattern === "string") {
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length < 1_000);
  }
  if (format === "uuid") {
    return fc.uuid();
  }
  if (format === "date-time") {
    return fc
      .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (format !== undefined) {
    throw new Error(`No string of the document had the format ${format} yet.`);
  }
  return fc.string({
    unit: "grapheme",
    minLength: numberIn(schema, "minLength", 0),
    maxLength: Math.min(numberIn(schema, "maxLength", 40), 40),
  });
}

function boundsOf(schema: Schema): { min: number; max: number } {
  return {
    min: numberIn(schema, "minimum", -1_000),
    max: numberIn(schema, "maximum", 1_000_000),
  };
}

function numberIn(schema: Schema, name: string, otherwise: number): number {
  const value = schema[name];
  return typeof value === "number" ? value : otherwise;
}
