import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { document } from "./document.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const REDOCLY = `${ROOT}node_modules/@redocly/cli/bin/cli.js`;

/** What Redocly finds in the committed document, a line each. */
async function lint(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [REDOCLY, "lint", "openapi/openapi.json", "--config=openapi/redocly.yaml", "--format=json"],
    {
      cwd: ROOT,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    },
  ).catch((failed: { readonly stdout: string }) => failed);
  const { problems }: { problems: { ruleId: string; message: string }[] } = JSON.parse(stdout);
  return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

describe("document", () => {
  it("gives the committed openapi.json (to mend: npm run generate)", async () => {
    expect(await document()).toBe(await readFile(`${ROOT}openapi/openapi.json`, "utf8"));
  });

  it("follows the rules of openapi/redocly.yaml", async () => {
    expect(await lint()).toEqual([]);
  });
});
