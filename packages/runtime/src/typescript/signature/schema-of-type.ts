// Turns a type of the checker into a JSON Schema of the value's JSON: what `JSON.stringify` makes of
// it for a result, what may be sent for an argument.
import type { JsonSchema } from "@getoperate/contract";
import ts from "typescript";
import { schemaOfLibraryType } from "./library-types.ts";
import { schemaOfObject } from "./object-schema.ts";
import { hasUndefined, isNull, isPrimitive, schemasOfPrimitives } from "./primitives.ts";
import type { SchemaWalk } from "./schema-walk.ts";

const { TypeFlags } = ts;

/** Schema of a value that is there; undefined is left to the caller, as "not required". */
export function schemaOfPresent(walk: SchemaWalk, type: ts.Type, depth: number): JsonSchema {
  if (!type.isUnion() || !hasUndefined(type)) {
    return schemaOfType(walk, type, depth);
  }
  const hasNull = type.types.some((part) => part.flags & TypeFlags.Null);
  return hasNull
    ? schemaOfParts(
        walk,
        type.types.filter((part) => !hasUndefined(part)),
        depth,
      )
    : schemaOfType(walk, walk.checker.getNonNullableType(type), depth);
}

/** Schema of a type, in an object of its own that the caller may add to. */
export function schemaOfType(walk: SchemaWalk, type: ts.Type, depth: number): JsonSchema {
  if (!walk.enter(depth)) {
    return {};
  }
  if (type.isUnion()) {
    return schemaOfUnion(walk, type, depth);
  }
  if (isPrimitive(type)) {
    return schemaOfParts(walk, [type], depth);
  }
  if (type.flags & TypeFlags.Instantiable) {
    return schemaOfInstantiable(walk, type, depth);
  }
  if (type.flags & (TypeFlags.Object | TypeFlags.Intersection)) {
    return schemaOfStructure(walk, type, depth);
  }
  return schemaOfOther(walk, type);
}

function schemaOfOther(walk: SchemaWalk, type: ts.Type): JsonSchema {
  if (type.flags & TypeFlags.NonPrimitive) {
    return { type: "object" };
  }
  if (type.flags & (TypeFlags.BigIntLike | TypeFlags.ESSymbolLike)) {
    walk.warn(type, "has no form in JSON");
  }
  // Any and unknown are anything; never is no value, of which nothing can be said.
  return {};
}

/** A type parameter or the like: as much as its constraint says. */
function schemaOfInstantiable(walk: SchemaWalk, type: ts.Type, depth: number): JsonSchema {
  const constraint = walk.checker.getBaseConstraintOfType(type);
  return constraint === undefined || constraint === type
    ? {}
    : schemaOfType(walk, constraint, depth + 1);
}

function schemaOfUnion(walk: SchemaWalk, type: ts.UnionType, depth: number): JsonSchema {
  const describe = () => schemaOfParts(walk, type.types, depth);
  return type.types.every(isPrimitive) ? describe() : walk.named(type, describe);
}

function schemaOfParts(walk: SchemaWalk, parts: readonly ts.Type[], depth: number): JsonSchema {
  const values = schemasOfPrimitives(parts.filter(isPrimitive));
  if (!walk.spend(JSON.stringify(values))) {
    return {};
  }
  const structures = parts.filter((part) => !isPrimitive(part));
  return oneOfSeveral([
    ...values,
    ...structures.map((part) => schemaOfType(walk, part, depth + 1)),
    ...(parts.some(isNull) ? [{ type: "null" }] : []),
  ]);
}

/** A schema that takes what any of these takes. Plain types are listed: `["string", "null"]`. */
function oneOfSeveral(schemas: readonly JsonSchema[]): JsonSchema {
  const [first] = schemas;
  if (schemas.length === 1 && first !== undefined) {
    return first;
  }
  const isPlain = (schema: JsonSchema) => Object.keys(schema).join() === "type";
  return schemas.every(isPlain) ? { type: schemas.map(({ type }) => type) } : { anyOf: schemas };
}

function schemaOfStructure(walk: SchemaWalk, type: ts.Type, depth: number): JsonSchema {
  const inner = (part: ts.Type) => schemaOfType(walk, part, depth + 1);
  const present = (part: ts.Type) => schemaOfPresent(walk, part, depth + 1);
  const simpler = primitivePart(type) ?? jsonForm(walk, type);
  if (simpler !== undefined) {
    return inner(simpler);
  }
  return (
    schemaOfLibraryType(walk, type, { any: inner, present }) ??
    walk.named(type, () => schemaOfObject(walk, type, present))
  );
}

/** The string of `string & {brand: "id"}`. */
function primitivePart(type: ts.Type): ts.Type | undefined {
  return type.isIntersection() ? type.types.find(isPrimitive) : undefined;
}

/** What `toJSON` returns, which stands for the object in JSON; a date is described better. */
function jsonForm(walk: SchemaWalk, type: ts.Type): ts.Type | undefined {
  const { checker } = walk;
  const method = checker.getPropertyOfType(type, "toJSON");
  if (method === undefined || walk.libraryName(type) === "Date") {
    return undefined;
  }
  const [signature] = checker.getTypeOfSymbol(method).getCallSignatures();
  return signature === undefined ? undefined : checker.getReturnTypeOfSignature(signature);
}
