import { z } from "zod";

/** Turns the strings of a URL into what the procedure's schema asks for. */
export type Coercer = (values: Readonly<Record<string, string>>) => Record<string, unknown>;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads the types from the schema's JSON Schema once, and leaves the schema as it is. A string that
 * is no number or boolean stays a string, so that the procedure's own check refuses it by name.
 */
export function coercerOf(schema: z.ZodType | undefined): Coercer {
  const types = schema === undefined ? new Map<string, string>() : propertyTypes(schema);
  return (values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, coerce(types.get(name), value)]),
    );
}

const ObjectSchema = z.object({
  properties: z.record(z.string(), z.object({ type: z.string().optional() })).default({}),
});

function propertyTypes(schema: z.ZodType): Map<string, string> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { properties } = ObjectSchema.parse(json);
  return new Map(Object.entries(properties).map(([name, { type = "" }]) => [name, type]));
}

function coerce(type: string | undefined, value: string): unknown {
  if (type === "boolean" && (value === "true" || value === "false")) {
    return value === "true";
  }
  if ((type === "number" || type === "integer") && NUMBER.test(value)) {
    return Number(value);
  }
  return value;
}
