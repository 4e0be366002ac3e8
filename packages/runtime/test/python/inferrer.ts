import { ok as assert } from "node:assert";
import type { JsonSchema, Signature } from "@getoperate/contract";
import type { SignatureAnswer } from "../../src/executor.ts";
import { findPython, type Python } from "../../src/python/find-python.ts";
import { PythonInference } from "../../src/python/signature/inference.ts";

/** The Python of this machine, which the tests need. */
export async function foundPython(): Promise<Python> {
  const python = await findPython();
  assert(!("missing" in python), "missing" in python ? python.missing : "");
  return python;
}

const inference = new PythonInference(await foundPython(), 20_000);

export function infer(content: string): Promise<SignatureAnswer> {
  return inference.infer(content);
}

export async function signatureOf(content: string): Promise<Signature> {
  const answer = await infer(content);
  assert(answer.ok, answer.ok ? "" : answer.fault.message);
  return answer.signature;
}

/** A schema without its dialect. */
export function withoutDialect({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
