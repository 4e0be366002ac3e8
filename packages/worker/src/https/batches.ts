// What an agent sends is cut into requests that its server takes.
import {
  type Completion,
  MAX_AGENT_COMPLETIONS,
  MAX_AGENT_PIECES,
  type OutputPiece,
} from "@getoperate/contract";

/** Most that is sent together, though a server may take more; a longer entry goes alone, bytes. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** What a request carries beside its entries, bytes: the ids of the jobs that the worker knows. */
const ENVELOPE_BYTES = 256 * 1024;

/** The ends of jobs in requests; one that no request could carry becomes a failure that says so. */
export function completionBatches(
  completions: readonly Completion[],
  maxBodyBytes: number,
): Completion[][] {
  const maxBytes = maxBodyBytes - ENVELOPE_BYTES;
  const fitting = completions.map((completion) =>
    sizeOf(completion) <= maxBytes ? completion : withoutContent(completion, maxBytes),
  );
  return batchesOf(fitting, MAX_AGENT_COMPLETIONS);
}

/** Pieces of output in requests; one that no request could carry becomes a line that says so. */
export function pieceBatches(
  pieces: readonly OutputPiece[],
  maxBodyBytes: number,
): OutputPiece[][] {
  const maxBytes = maxBodyBytes - ENVELOPE_BYTES;
  const fitting = pieces.map(
    (piece): OutputPiece =>
      sizeOf(piece) <= maxBytes
        ? piece
        : {
            ...piece,
            kind: "log",
            content: `\n[Output was left out here: ${tooLong(maxBytes)}]\n`,
          },
  );
  return batchesOf(fitting, MAX_AGENT_PIECES);
}

function withoutContent(completion: Completion, maxBytes: number): Completion {
  const logs = `[The end of the log was left out: ${tooLong(maxBytes)}]\n`;
  const shorter = { ...completion, logs };
  if (sizeOf(shorter) <= maxBytes) {
    return shorter;
  }
  const message = `The result could not be brought to the server: ${tooLong(maxBytes)}`;
  const result = JSON.stringify({ error: { name: "ResultError", message } });
  return { ...shorter, status: "failure", result };
}

function tooLong(maxBytes: number): string {
  return `it takes more than ${maxBytes} bytes of a request.`;
}

function batchesOf<Entry>(entries: readonly Entry[], maxCount: number): Entry[][] {
  const batches: Entry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const size = sizeOf(entry);
    const last = batches.at(-1);
    if (last === undefined || bytes + size > BATCH_BYTES || last.length >= maxCount) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}

/** Bytes on the wire, escapes and all. */
function sizeOf(entry: unknown): number {
  return Buffer.byteLength(JSON.stringify(entry)) + 1;
}
