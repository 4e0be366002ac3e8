// The file with the instance's keys, which no dump of the database has: one key a line, base64. The
// first wraps; the others are there until a rotation has wrapped everything with the first.
import { randomBytes } from "node:crypto";
import { chmod, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { OperateError } from "@getoperate/contract";
import { type InstanceKey, instanceKeyOf, KEY_BYTES } from "@getoperate/engine";

/** Reads the keys. Undefined: there is no such file. Throws `invalid-input` that says what is wrong. */
export async function readInstanceKeys(file: string): Promise<InstanceKey[] | undefined> {
  const text = await readText(file);
  if (text === undefined) {
    return undefined;
  }
  const lines = text.split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line !== "").map((line, at) => toKey(line, { file, at }));
  if (keys.length === 0) {
    throw new OperateError("invalid-input", `The key file ${file} is empty.`);
  }
  return keys;
}

/** Puts a new key before the others, which stay as long as something is wrapped by them. */
export async function addInstanceKey(file: string): Promise<void> {
  const others = (await readText(file)) ?? "";
  await writeWhole(file, `${randomBytes(KEY_BYTES).toString("base64")}\n${others}`);
}

/** Leaves the first key alone. */
export async function dropOldInstanceKeys(file: string): Promise<void> {
  const [first = ""] = ((await readText(file)) ?? "").split("\n");
  await writeWhole(file, `${first}\n`);
}

function toKey(line: string, place: { readonly file: string; readonly at: number }): InstanceKey {
  const secret = Buffer.from(line, "base64");
  if (secret.length !== KEY_BYTES) {
    throw new OperateError(
      "invalid-input",
      `Line ${place.at + 1} of the key file ${place.file} is no base64 of ${KEY_BYTES} bytes.`,
    );
  }
  return instanceKeyOf(secret);
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") {
      return undefined;
    }
    throw new OperateError("invalid-input", `The key file ${file} cannot be read.`, { cause });
  }
}

function codeOf(error: unknown): unknown {
  return Reflect.get(Object(error), "code");
}

/** All of it or nothing is there, whenever the machine stops. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await chmod(draft, 0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  const folder = await open(dirname(file));
  await folder.sync();
  await folder.close();
}
