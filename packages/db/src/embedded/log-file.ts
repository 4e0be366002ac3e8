import { copyFile, open, stat, truncate } from "node:fs/promises";

const LIMIT_BYTES = 8 * 1024 * 1024;

/** PostgreSQL writes here for as long as it lives, also when it outlives us; always at the end. */
export async function openLogFile(path: string) {
  return await open(path, "a", 0o600);
}

/**
 * Keeps at most two files of the limit: a full one is copied to `<path>.1` and emptied in place, since
 * the database holds it open. Lines written during the copy are lost, which a log can bear.
 */
export async function boundLogFile(path: string, limitBytes = LIMIT_BYTES): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && found.size > limitBytes) {
    await copyFile(path, `${path}.1`);
    await truncate(path, 0);
  }
}

/** The end of the log, for an error message. */
export async function readLogEnd(path: string, fromByte: number): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const start = Math.max(fromByte, size - 4096);
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.max(0, size - start)),
      position: start,
    });
    return buffer.subarray(0, bytesRead).toString("utf8").trim();
  } finally {
    await file.close();
  }
}
