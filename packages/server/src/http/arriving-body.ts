import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperateError } from "@getoperate/contract";
import { freeAtOnce } from "./free-at-once.ts";

/** Most bytes of a body that are in memory while the rest of it may still come, or never. */
const MOST_HELD_BYTES = 256 * 1024;

const RETRY_AFTER_SECONDS = 5;

/**
 * A body of which nobody knows yet whether it is too large. Only its end is kept in memory, and the
 * rest in a file without a name, so that many of them at once cost little.
 */
export class ArrivingBody implements AsyncDisposable {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #storedBytes = 0;
  #file: FileHandle | undefined;

  get size(): number {
    return this.#storedBytes + this.#heldBytes;
  }

  /** Whether it has to be stored before more is added. */
  get isFull(): boolean {
    return this.#heldBytes >= MOST_HELD_BYTES;
  }

  add(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  /** Moves what is in memory to the file. Throws `unavailable` where there is no room. */
  async store(): Promise<void> {
    let written = 0;
    let cause: unknown;
    try {
      this.#file ??= await openNameless();
      ({ bytesWritten: written } = await this.#file.writev(this.#held, this.#storedBytes));
    } catch (error) {
      cause = error;
    }
    if (written !== this.#heldBytes) {
      throw new OperateError("unavailable", "There is no room for the body now; try again later.", {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        cause,
      });
    }
    this.#storedBytes += this.#heldBytes;
    this.#held.forEach(freeAtOnce);
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** All of it, once it is there. */
  async read(): Promise<Uint8Array> {
    const [first] = this.#held;
    if (this.#file === undefined) {
      return this.#held.length === 1 && first !== undefined ? first : Buffer.concat(this.#held);
    }
    await this.store();
    // Written at places of our own, so it is still to be read from its beginning.
    return await this.#file.readFile();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
  }
}

/** A file that is gone as soon as nobody has it open, however its process ends. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `operate-body-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}
