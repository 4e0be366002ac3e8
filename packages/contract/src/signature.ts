import { z } from "zod";

/** A JSON Schema, 2020-12. */
export const JsonSchema = z
  .record(z.string(), z.unknown())
  .describe("JSON Schema 2020-12")
  .meta({ id: "JsonSchema" });
export type JsonSchema = Record<string, unknown>;

/** What is known of a script before it runs, inferred from its source. */
export interface Signature {
  /** Object schema of the arguments, by name, in the order of `main`'s parameters. */
  readonly schema: JsonSchema;
  /** Schema of what `main` returns, awaited. */
  readonly resultSchema: JsonSchema;
  /** `main`'s parameters in order; a runner binds the arguments by these names. */
  readonly parameters: readonly SignatureParameter[];
  /** Whether the script exports a `preprocessor`, which turns a webhook's event into arguments. */
  readonly hasPreprocessor: boolean;
  /** Sentences about what could not be known. */
  readonly warnings: readonly string[];
}

export interface SignatureParameter {
  readonly name: string;
  /** `...rest: T[]`: its array argument is spread. */
  readonly rest: boolean;
}
