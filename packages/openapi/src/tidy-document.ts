import type { OpenAPIObject } from "trpc-openapi";

/** Leaves out what zod adds to a schema and no reader needs; what is left is plain JSON. */
export function tidyDocument(document: OpenAPIObject): OpenAPIObject {
  return JSON.parse(JSON.stringify(document, tidy));
}

function tidy(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  const kept = Object.entries(value).filter(([key, inner]) => !isNoise(value, key, inner));
  return describeOnce(Object.fromEntries(kept));
}

function isNoise(schema: object, key: string, value: unknown): boolean {
  switch (key) {
    case "additionalProperties":
      // It would make every new property of an answer a breaking change.
      return value === false;
    case "pattern":
      // A format says the same in one word.
      return "format" in schema && typeof value === "string";
    case "propertyNames":
      // Every name of a property is a string.
      return true;
    case "minimum":
      return value === Number.MIN_SAFE_INTEGER;
    case "maximum":
      return value === Number.MAX_SAFE_INTEGER;
    default:
      return false;
  }
}

/** Of a parameter or header, what its schema says of itself stands beside its name, once. */
function describeOnce(value: Record<string, unknown>): Record<string, unknown> {
  const { schema, content } = value;
  if (typeof schema !== "object" || schema === null || content !== undefined) {
    return value;
  }
  const { description, ...rest } = { description: undefined, ...schema };
  const isNamed = "in" in value || "required" in value;
  if (description === undefined || !isNamed) {
    return value;
  }
  return { ...value, description: value["description"] ?? description, schema: rest };
}
