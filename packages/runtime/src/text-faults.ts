import type { ScriptFault } from "./executor.ts";

/** What is wrong with a source as text, whatever its language. */
export function findTextFault(content: string, maxBytes: number): ScriptFault | undefined {
  if (Buffer.byteLength(content) > maxBytes) {
    const allowed = Buffer.from(content).subarray(0, maxBytes).toString("utf8");
    return faultAfter(allowed, `The script is longer than ${maxBytes} bytes.`);
  }
  const nul = content.indexOf("\0");
  if (nul !== -1) {
    return faultAfter(content.slice(0, nul), "The script contains a NUL character.");
  }
  if (!content.isWellFormed()) {
    const whole = content.toWellFormed();
    const at = [...Array(content.length).keys()].findIndex((i) => content[i] !== whole[i]);
    return faultAfter(content.slice(0, at), "The script contains half of a surrogate pair.");
  }
  return undefined;
}

/** A fault at the character that follows `before`. */
function faultAfter(before: string, message: string): ScriptFault {
  const lines = before.split(/\r\n|[\n\r\u2028\u2029]/);
  return { message, line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
