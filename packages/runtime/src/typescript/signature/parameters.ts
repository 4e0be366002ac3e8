import type { JsonSchema, SignatureParameter } from "@getoperate/contract";
import ts from "typescript";
import { constantOf } from "./constants.ts";
import { documentationOf } from "./documentation.ts";
import { toRecord } from "./object-schema.ts";
import { hasUndefined } from "./primitives.ts";
import { schemaOfPresent } from "./schema-of-type.ts";
import type { SchemaWalk } from "./schema-walk.ts";

export interface ParametersSchema {
  readonly schema: JsonSchema;
  readonly parameters: readonly SignatureParameter[];
}

/** Schema of the arguments of a function, by name, in the order of its parameters. */
export function schemaOfParameters(walk: SchemaWalk, signature: ts.Signature): ParametersSchema {
  const described = signature.parameters.map((symbol) => describeParameter(walk, symbol));
  const names = uniqueNames(walk, described);
  const required = names.filter((_, at) => described[at]?.isRequired);
  return {
    schema: {
      type: "object",
      properties: toRecord(described.map(({ schema }, at) => [names[at] ?? "", schema])),
      ...(required.length === 0 ? {} : { required }),
    },
    parameters: described.map(({ rest }, at) => ({ name: names[at] ?? "", rest })),
  };
}

interface DescribedParameter {
  /** Undefined when the parameter is taken apart and has no name. */
  readonly name: string | undefined;
  readonly rest: boolean;
  readonly isRequired: boolean;
  readonly schema: JsonSchema;
}

function describeParameter(walk: SchemaWalk, symbol: ts.Symbol): DescribedParameter {
  const { checker } = walk;
  const type = checker.getTypeOfSymbol(symbol);
  const schema = schemaOfPresent(walk, type, 1);
  const description = documentationOf(checker, symbol);
  if (description !== undefined) {
    schema["description"] = description;
  }
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isParameter(declaration)) {
    const isRequired = (symbol.flags & ts.SymbolFlags.Optional) === 0 && !hasUndefined(type);
    return { name: symbol.name, rest: false, isRequired, schema };
  }
  const { initializer, dotDotDotToken } = declaration;
  const constant = initializer === undefined ? undefined : constantOf(checker, initializer);
  if (constant?.isKnown === true) {
    schema["default"] = constant.value;
  }
  const rest = dotDotDotToken !== undefined;
  const canBeLeftOut =
    rest ||
    initializer !== undefined ||
    checker.isOptionalParameter(declaration) ||
    hasUndefined(type);
  const name = ts.isIdentifier(declaration.name) ? symbol.name : undefined;
  return { name, rest, isRequired: !canBeLeftOut, schema };
}

/** A parameter that is taken apart at once is called by its position, `arg1` for the first. */
function uniqueNames(walk: SchemaWalk, described: readonly DescribedParameter[]): string[] {
  const taken = new Set(described.map(({ name }) => name));
  return described.map(({ name }, at) => {
    if (name !== undefined) {
      return name;
    }
    let free = `arg${at + 1}`;
    while (taken.has(free)) {
      free = `_${free}`;
    }
    walk.warnings.add(`Parameter ${at + 1} of main has no name; its argument is called ${free}.`);
    return free;
  });
}
