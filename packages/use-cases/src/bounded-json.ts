import { OperateError } from "@getoperate/contract";

/** The JSON of a value that is stored whole; `what` names it in a sentence. Throws `too-large`. */
export function boundedJson(value: unknown, what: string, maxBytes: number): string {
  const json = JSON.stringify(value);
  if (Buffer.byteLength(json) > maxBytes) {
    const mib = maxBytes / (1024 * 1024);
    throw new OperateError("too-large", `${what} may be at most ${mib} MiB of JSON.`);
  }
  return json;
}
