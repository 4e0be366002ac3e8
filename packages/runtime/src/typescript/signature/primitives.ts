import type { JsonSchema } from "@getoperate/contract";
import ts from "typescript";

const { TypeFlags } = ts;

/** A longer list of values says less than the type they share. */
const MAX_VALUES = 500;

const PRIMITIVE =
  TypeFlags.StringLike |
  TypeFlags.NumberLike |
  TypeFlags.BooleanLike |
  TypeFlags.Null |
  TypeFlags.VoidLike |
  TypeFlags.TemplateLiteral |
  TypeFlags.StringMapping;

/** Whether a type is one that `schemasOfPrimitives` describes: a value of JSON, not a structure. */
export function isPrimitive(type: ts.Type): boolean {
  return (type.flags & PRIMITIVE) !== 0 && !type.isUnion();
}

/** Whether undefined is among a type's values. */
export function hasUndefined(type: ts.Type): boolean {
  return type.isUnion() ? type.types.some(hasUndefined) : (type.flags & TypeFlags.VoidLike) !== 0;
}

/** Whether JSON shows it as null, as it does undefined where a value must stand. */
export function isNull(type: ts.Type): boolean {
  return (type.flags & (TypeFlags.Null | TypeFlags.VoidLike)) !== 0;
}

/** Schemas of the members of a union that are strings, numbers or booleans: one for each kind. */
export function schemasOfPrimitives(types: readonly ts.Type[]): JsonSchema[] {
  const having = (flags: ts.TypeFlags) => types.filter((type) => type.flags & flags);
  const text = TypeFlags.StringLike | TypeFlags.TemplateLiteral | TypeFlags.StringMapping;
  return [
    ...schemaOfKind("string", having(text)),
    ...schemaOfKind("number", having(TypeFlags.NumberLike)),
    ...schemaOfKind("boolean", having(TypeFlags.BooleanLike)),
  ];
}

function schemaOfKind(kind: string, types: readonly ts.Type[]): JsonSchema[] {
  if (types.length === 0) {
    return [];
  }
  const values = types.map(literalValue);
  const isBothBooleans = kind === "boolean" && values.length > 1;
  if (values.includes(undefined) || isBothBooleans || values.length > MAX_VALUES) {
    return [{ type: kind }];
  }
  const [only] = values;
  return [values.length === 1 ? { type: kind, const: only } : { type: kind, enum: values }];
}

/** The one value a literal type has; undefined for a type of many. */
export function literalValue(type: ts.Type): string | number | boolean | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) {
    return type.value;
  }
  // The compiler keeps a boolean literal's value to itself; its name is public.
  return type.flags & TypeFlags.BooleanLiteral ? booleanName(type) === "true" : undefined;
}

function booleanName(type: ts.Type): unknown {
  return Reflect.get(type, "intrinsicName");
}
