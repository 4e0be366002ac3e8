import { type JsonText, OperateError } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { ValueKind } from "@getoperate/engine";
import type { Platform } from "../platform.ts";

export interface StoredValue {
  readonly jobId: string;
  readonly kind: ValueKind;
  /** What lies with the job; null: the value is large and lies aside. */
  readonly stored: JsonText | null;
}

/** The arguments or the result of a job. Throws `not-found` if the job was dropped meanwhile. */
export async function wholeValue(
  { engine }: Pick<Platform, "engine">,
  { jobId, kind, stored }: StoredValue,
): Promise<JsonText> {
  const value = stored ?? (await reading(() => engine.readValue(jobId, kind)));
  if (value === undefined) {
    throw new OperateError("not-found", `There is no job ${jobId}.`);
  }
  return value;
}
