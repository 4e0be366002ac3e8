// openapi/openapi.json, from the contract.
import { readFile } from "node:fs/promises";
import { instanceDocument } from "@getoperate/openapi";

const PACKAGE = new URL("../../package.json", import.meta.url);

/** The document as JSON text; JSON has no place for a note of who wrote it. */
export async function document(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, "utf8"));
  return `${JSON.stringify(instanceDocument({ version }), null, 2)}\n`;
}
