import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file with a key of an instance; disposing removes it. */
export interface KeyFile extends AsyncDisposable {
  readonly path: string;
}

export async function keyFile(): Promise<KeyFile> {
  const folder = await mkdtemp(join(tmpdir(), "operate-key-"));
  const path = join(folder, "instance.key");
  await writeFile(path, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
