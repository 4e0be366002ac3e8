import { type MediaType, parseMediaType } from "../media-type.ts";
import { decodePercent, decodeUtf8 } from "../utf8.ts";

/** Longest head of a part, bytes. */
export const MAX_HEAD_BYTES = 8 * 1024;

/** What the header lines of a part say. */
export interface PartHead {
  readonly name: string;
  /** There for a file, maybe empty. */
  readonly filename: string | undefined;
  readonly type: string;
  /** Bytes up to the content. */
  readonly length: number;
}

/** Encodings that leave the bytes as they are; others were given up for HTTP (RFC 7578, 4.7). */
const PLAIN_ENCODINGS = new Set(["7bit", "8bit", "binary"]);

/** The head of a part, or what is wrong with it, as the end of a sentence. */
export function readPartHead(part: Uint8Array): PartHead | string {
  const end = findHeadEnd(part);
  if (end === undefined) {
    return `has no headers that end within ${MAX_HEAD_BYTES} bytes`;
  }
  const lines = decodeUtf8(part.subarray(0, end));
  if (lines === undefined) {
    return "has headers that are not valid UTF-8";
  }
  const headers = readHeaderLines(lines);
  const disposition = parseMediaType(headers.get("content-disposition") ?? "");
  const name = disposition.parameters.get("name");
  if (disposition.essence !== "form-data" || !disposition.isComplete || name === undefined) {
    return "has no `Content-Disposition: form-data` header with a name";
  }
  if (!PLAIN_ENCODINGS.has(headers.get("content-transfer-encoding")?.toLowerCase() ?? "binary")) {
    return "has a transfer encoding; send its bytes as they are";
  }
  return {
    name: undoFormEscapes(name),
    filename: readFilename(disposition),
    type: headers.get("content-type") ?? "text/plain",
    length: end + 4,
  };
}

/** Where the empty line after the headers begins. */
function findHeadEnd(part: Uint8Array): number | undefined {
  const limit = Math.min(part.length - 4, MAX_HEAD_BYTES);
  for (let at = 0; at <= limit; at += 1) {
    if (part[at] === 13 && part[at + 1] === 10 && part[at + 2] === 13 && part[at + 3] === 10) {
      return at;
    }
  }
  return undefined;
}

function readHeaderLines(lines: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines.replace(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** `filename*` (RFC 5987) goes first: who sends it says in UTF-8 what `filename` can't. */
function readFilename({ parameters }: MediaType): string | undefined {
  const plain = parameters.get("filename");
  const extended = parameters.get("filename*");
  if (extended === undefined) {
    return plain === undefined ? undefined : undoFormEscapes(plain);
  }
  const escaped = /^utf-8'[^']*'(.+)$/i.exec(extended)?.[1];
  const decoded = escaped === undefined ? undefined : decodePercent(escaped);
  return decoded ?? undoFormEscapes(plain ?? "");
}

/** Browsers escape just these three in a name. */
function undoFormEscapes(text: string): string {
  return text.replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n");
}
