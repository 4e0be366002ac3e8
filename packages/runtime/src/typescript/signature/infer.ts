// Infers a script's signature from its source. Runs in the compiler's own process, for a hostile
// source can make the checker work without end.
import type { JsonSchema, Signature } from "@getoperate/contract";
import ts from "typescript";
import type { SignatureAnswer } from "../../executor.ts";
import type { Declarations } from "./declarations.ts";
import { documentationOf, returnsOf } from "./documentation.ts";
import { faultOf } from "./faults.ts";
import { findDependency } from "./find-dependency.ts";
import { findMain, type Main } from "./find-main.ts";
import { streamItem } from "./library-types.ts";
import { schemaOfParameters } from "./parameters.ts";
import { createScriptProgram, type ScriptProgram } from "./program.ts";
import { schemaOfType } from "./schema-of-type.ts";
import { type Direction, SchemaWalk } from "./schema-walk.ts";

/** A source to infer from, under the name its runner gives it. */
export interface ScriptSource {
  readonly name: string;
  readonly content: string;
}

const DIALECT = "https://json-schema.org/draft/2020-12/schema";
const MAX_TYPE_ERRORS = 3;
/** Time for what is only a hint, milliseconds. */
const MAX_CHECK_MS = 1_500;

/** Infers signatures one after the other; what one script shares with the next is kept. */
export function createInferrer(
  declarations: Declarations,
): (script: ScriptSource) => SignatureAnswer {
  let previous: ts.Program | undefined;
  return (script) => {
    const compiled = createScriptProgram(declarations, script, previous);
    const { program, source } = compiled;
    previous = program;
    const [syntaxError] = program.getSyntacticDiagnostics(source);
    if (syntaxError !== undefined) {
      return { ok: false, fault: faultOf(source, syntaxError) };
    }
    const dependency = findDependency(source);
    if (dependency !== undefined) {
      return { ok: false, fault: dependency };
    }
    const found = findMain(compiled);
    return found.ok ? { ok: true, signature: describe(compiled, declarations, found.main) } : found;
  };
}

function describe(script: ScriptProgram, declarations: Declarations, main: Main): Signature {
  const checker = script.program.getTypeChecker();
  const isLibrary = (file: ts.SourceFile) => declarations.get(file.fileName) === file;
  const walkOf = (direction: Direction) => new SchemaWalk({ checker, direction, isLibrary });
  const input = walkOf("arguments");
  const output = walkOf("result");
  const { schema, parameters } = schemaOfParameters(input, main.signature);
  const result = resultSchema(output, main);
  return {
    schema: { $schema: DIALECT, ...described(checker, main), ...input.finish(schema) },
    resultSchema: { $schema: DIALECT, ...output.finish(result) },
    parameters,
    hasPreprocessor: main.hasPreprocessor,
    warnings: [...input.warnings, ...output.warnings, ...typeErrors(script)],
  };
}

function described(checker: ts.TypeChecker, { symbol }: Main): JsonSchema {
  const description = documentationOf(checker, symbol);
  return description === undefined ? {} : { description };
}

function resultSchema(walk: SchemaWalk, { symbol, signature }: Main): JsonSchema {
  const { checker } = walk;
  const returned = checker.getReturnTypeOfSignature(signature);
  const type = checker.getAwaitedType(returned) ?? returned;
  const item = streamItem(walk, type);
  const schema =
    item === undefined
      ? schemaOfType(walk, type, 1)
      : { type: "array", items: schemaOfType(walk, item, 2) };
  if (item !== undefined) {
    walk.warnings.add("main returns a stream; its items are collected into an array.");
  }
  const description = returnsOf(checker, symbol);
  if (description !== undefined) {
    schema["description"] = description;
  }
  return schema;
}

/** Type errors stop no script, but its author wants to know. */
function typeErrors({ program, source }: ScriptProgram): string[] {
  const errors = checkFor(program, source, MAX_CHECK_MS);
  const shown = errors.slice(0, MAX_TYPE_ERRORS).map((error) => {
    const { message, line, column } = faultOf(source, error);
    return `Line ${line}, column ${column}: ${message}`;
  });
  const more = errors.length - shown.length;
  return more > 0 ? [...shown, `There are ${more} more type errors.`] : shown;
}

/** The type errors, or none if they take too long to find. */
function checkFor(
  program: ts.Program,
  source: ts.SourceFile,
  ms: number,
): readonly ts.Diagnostic[] {
  const deadline = performance.now() + ms;
  const isCancellationRequested = () => performance.now() > deadline;
  const throwIfCancellationRequested = () => {
    if (isCancellationRequested()) {
      throw new ts.OperationCanceledException();
    }
  };
  try {
    const token = { isCancellationRequested, throwIfCancellationRequested };
    return program.getSemanticDiagnostics(source, token);
  } catch (error) {
    if (error instanceof ts.OperationCanceledException) {
      return [];
    }
    throw error;
  }
}
