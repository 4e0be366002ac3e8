import type { JsonSchema } from "@getoperate/contract";
import ts from "typescript";
import { documentationOf } from "./documentation.ts";
import { hasUndefined } from "./primitives.ts";
import type { SchemaWalk } from "./schema-walk.ts";

/** Describes a value that is there. */
type Present = (part: ts.Type) => JsonSchema;

/** Schema of an object by its properties; a function has none. */
export function schemaOfObject(walk: SchemaWalk, type: ts.Type, present: Present): JsonSchema {
  const { checker } = walk;
  if (type.getCallSignatures().length > 0) {
    walk.warn(type, "is a function, which has no form in JSON");
    return {};
  }
  const properties = checker
    .getPropertiesOfType(type)
    .filter((property) => isInJson(walk, property) && walk.spend(property.name));
  const rest = indexSchema(walk, type, present);
  if (properties.length === 0 && rest === undefined && isAnything(type)) {
    return {};
  }
  const required = properties.filter((one) => isRequired(walk, one)).map(({ name }) => name);
  return {
    type: "object",
    ...(properties.length === 0
      ? {}
      : {
          properties: toRecord(properties.map((one) => [one.name, describe(walk, one, present)])),
        }),
    ...(required.length === 0 ? {} : { required }),
    ...(rest === undefined ? {} : { additionalProperties: rest }),
  };
}

/** A record that any name may stand in, `__proto__` too. */
export function toRecord<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries);
}

function describe(walk: SchemaWalk, property: ts.Symbol, present: Present): JsonSchema {
  const type = walk.checker.getTypeOfSymbol(property);
  const schema = present(type);
  const description = walk.isFromLibrary(property)
    ? undefined
    : documentationOf(walk.checker, property);
  if (description !== undefined && walk.spend(description)) {
    schema["description"] = description;
  }
  return schema;
}

/** The type written `{}` or an empty interface takes everything; an object literal does not. */
function isAnything(type: ts.Type): boolean {
  const flags = type.getSymbol()?.flags ?? 0;
  const isObject = (flags & (ts.SymbolFlags.ObjectLiteral | ts.SymbolFlags.Class)) !== 0;
  return type.getProperties().length === 0 && !isObject;
}

function indexSchema(walk: SchemaWalk, type: ts.Type, present: Present): JsonSchema | undefined {
  const [info] = walk.checker
    .getIndexInfosOfType(type)
    .filter(({ keyType }) => !(keyType.flags & ts.TypeFlags.ESSymbolLike));
  return info === undefined ? undefined : present(info.type);
}

/** Whether JSON shows the property: not methods, symbols, `#private`, a class's getters, errors. */
function isInJson(walk: SchemaWalk, property: ts.Symbol): boolean {
  // The compiler marks names that are no strings so.
  const isHidden = /^__[@#]/.test(String(property.escapedName));
  const isMethod = walk.checker.getTypeOfSymbol(property).getCallSignatures().length > 0;
  const isElsewhere = property.declarations?.some(
    (declaration) =>
      (ts.isAccessor(declaration) && ts.isClassLike(declaration.parent)) ||
      (isErrorInterface(declaration.parent) && walk.isFromLibrary(property)),
  );
  return !isHidden && !isMethod && isElsewhere !== true;
}

/** What an error is made with is not enumerable. */
function isErrorInterface(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) && node.name.text === "Error";
}

function isRequired(walk: SchemaWalk, property: ts.Symbol): boolean {
  const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
  return !isOptional && !hasUndefined(walk.checker.getTypeOfSymbol(property));
}
