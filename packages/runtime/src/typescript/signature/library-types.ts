import type { JsonSchema } from "@getoperate/contract";
import ts from "typescript";
import type { SchemaWalk } from "./schema-walk.ts";

/** Describes a part: any value of its type, or one that is there. */
export interface Describe {
  readonly any: (part: ts.Type) => JsonSchema;
  readonly present: (part: ts.Type) => JsonSchema;
}

/** What a runner collects into an array before it answers. */
const STREAMS = new Set([
  "AsyncGenerator",
  "AsyncIterable",
  "AsyncIterableIterator",
  "AsyncIteratorObject",
  "Generator",
  "IterableIterator",
  "IteratorObject",
  "ReadableStream",
]);

const PRIMITIVE_WRAPPERS: Readonly<Record<string, string>> = {
  String: "string",
  Number: "number",
  Boolean: "boolean",
};

/** Schema of arrays, tuples and of what the language or Deno declares; undefined for the rest. */
export function schemaOfLibraryType(
  walk: SchemaWalk,
  type: ts.Type,
  describe: Describe,
): JsonSchema | undefined {
  const { checker } = walk;
  if (checker.isTupleType(type)) {
    return schemaOfTuple(walk, type, describe);
  }
  const name = walk.libraryName(type);
  const item = checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined;
  if (item !== undefined) {
    return { type: "array", items: describe.any(item) };
  }
  if (name === "Date") {
    if (walk.direction === "arguments") {
      walk.warnings.add("A Date argument arrives as text; make it a Date with new Date(…).");
    }
    return { type: "string", format: "date-time" };
  }
  const wrapped = name === undefined ? undefined : PRIMITIVE_WRAPPERS[name];
  return wrapped === undefined ? schemaOfLibraryClass(walk, type, name) : { type: wrapped };
}

/** The items of a stream, if a type is one. */
export function streamItem(walk: SchemaWalk, type: ts.Type): ts.Type | undefined {
  const name = walk.libraryName(type);
  return name !== undefined && STREAMS.has(name) ? typeArguments(walk, type)[0] : undefined;
}

function schemaOfTuple(walk: SchemaWalk, type: ts.Type, describe: Describe): JsonSchema {
  const { elementFlags = [] } = tupleTarget(type);
  const parts = typeArguments(walk, type);
  const isOpen = (at: number) => ((elementFlags[at] ?? 0) & ts.ElementFlags.Variable) !== 0;
  const firstOpen = parts.findIndex((_, at) => isOpen(at));
  const fixed = firstOpen === -1 ? parts : parts.slice(0, firstOpen);
  const required = elementFlags.filter((flag) => flag & ts.ElementFlags.Required).length;
  const open = parts[firstOpen];
  return {
    type: "array",
    ...(fixed.length === 0 ? {} : { prefixItems: fixed.map(describe.present) }),
    ...(open === undefined ? { maxItems: fixed.length } : {}),
    // What follows an open part may be of any of the later types.
    ...(open !== undefined && firstOpen === parts.length - 1 ? { items: describe.any(open) } : {}),
    minItems: required,
  };
}

/** A map, a response, bytes: JSON shows nothing of what they hold. */
function schemaOfLibraryClass(
  walk: SchemaWalk,
  type: ts.Type,
  name: string | undefined,
): JsonSchema | undefined {
  const flags = type.getSymbol()?.flags ?? 0;
  const isDeclared = (flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class)) !== 0;
  const hasMethods = type
    .getProperties()
    .some((property) => walk.checker.getTypeOfSymbol(property).getCallSignatures().length > 0);
  if (name === undefined || !isDeclared || !hasMethods) {
    return undefined;
  }
  walk.warn(type, "has no useful form in JSON");
  return {};
}

function typeArguments(walk: SchemaWalk, type: ts.Type): readonly ts.Type[] {
  return isReference(type) ? walk.checker.getTypeArguments(type) : [];
}

function tupleTarget(type: ts.Type): { readonly elementFlags?: readonly ts.ElementFlags[] } {
  return isReference(type) ? type.target : {};
}

function isReference(type: ts.Type): type is ts.TupleTypeReference {
  return "target" in type;
}
