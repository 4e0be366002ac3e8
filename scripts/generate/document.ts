// openapi/openapi.json, from the contract.
import { readFile } from "node:fs/promises";
import { instanceDocument } from "@getoperate/openapi";

/** The document as JSON text; JSON has no place for a note of who wrote it. */
export async function document(): Promise<string> {
  const { version } = JSON.parse(await readFile("package.json", "utf8"));
  return `${JSON.stringify(instanceDocument({ version }), null, 2)}\n`;
}
