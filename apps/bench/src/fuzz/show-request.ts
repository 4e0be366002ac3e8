import type { FuzzRequest } from "./requests/fuzz-request.ts";

/** Longest request that is shown as a whole, bytes. */
const WHOLE = 3_000;

/** A request as a command that sends the very same bytes: `printf '…' | nc -q 3 <host> <port>`. */
export function showRequest({ bytes }: FuzzRequest, url: string): string {
  const { hostname, port } = new URL(url);
  const shown = bytes.subarray(0, WHOLE);
  const left = bytes.length - shown.length;
  const text = Array.from(shown, escapeByte).join("");
  const note = left === 0 ? "" : `  # and ${left} bytes more`;
  return `printf '${text}' | nc -q 3 ${hostname} ${port}${note}`;
}

/** As `printf` reads it. */
function escapeByte(byte: number): string {
  switch (byte) {
    case 0x0d:
      return "\\r";
    case 0x0a:
      return "\\n";
    case 0x25:
      return "%%";
    case 0x27:
    case 0x5c:
      return `\\${byte.toString(8).padStart(3, "0")}`;
    default:
      return byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\${byte.toString(8).padStart(3, "0")}`;
  }
}
