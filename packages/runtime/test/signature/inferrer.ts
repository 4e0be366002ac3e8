import { ok as assert } from "node:assert";
import type { JsonSchema, Signature } from "@getoperate/contract";
import { findDeno } from "../../src/typescript/deno.ts";
import { createDeclarations, readDenoTypes } from "../../src/typescript/signature/declarations.ts";
import { createInferrer } from "../../src/typescript/signature/infer.ts";

/** Infers in this process, as the compiler's own process does. */
export const infer = createInferrer(createDeclarations(await readDenoTypes(findDeno())));

export function signatureOf(content: string, name = "main.ts"): Signature {
  const answer = infer({ name, content });
  assert(answer.ok, answer.ok ? "" : answer.fault.message);
  return answer.signature;
}

/** Schemas of the arguments of `main(…)`, by name. */
export function argumentsOf(parameters: string, types = ""): unknown {
  return signatureOf(`${types}\nexport function main(${parameters}) {}`).schema["properties"];
}

/** Schema of what a `main` with this body returns, without its dialect. */
export function resultOf(body: string, types = ""): JsonSchema {
  const { resultSchema } = signatureOf(`${types}\nexport async function main() { ${body} }`);
  const { $schema: _, ...schema } = resultSchema;
  return schema;
}
