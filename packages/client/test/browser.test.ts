import { gzipSync } from "node:zlib";
import { chromiumPage } from "@getoperate/testing/chromium";
import { ADMIN_TOKEN, testInstance } from "@getoperate/testing/instance";
import { describeWith } from "@getoperate/testing/programs";
import { describe, expect, it } from "vitest";
import { bundleForBrowsers } from "./support/bundle.ts";
import { servePage } from "./support/page.ts";

const DOUBLE = "export function main(n: number) { return n * 2; }";

const PAGE = `
  import { createClient } from "./src/index.ts";

  async function run() {
    const client = createClient({
      baseUrl: location.origin,
      workspace: "main",
      token: "${ADMIN_TOKEN}",
    });
    const id = await client.runAsync("u/admin/double", { n: 3 });
    return {
      sync: await client.runWaitResult("u/admin/double", { n: 21 }),
      job: (await client.waitForJob(id)).result,
      refusal: await client.runWaitResult("u/admin/no").catch((error) => error.code),
      inTime: await client
        .runWaitResult("u/admin/double", {}, { timeoutMs: 0 })
        .catch((error) => error.name),
    };
  }
  const report = await run().catch((error) => error.stack);
  await fetch("/report", { method: "POST", body: JSON.stringify(report) });
`;

/** What a page has to load for the client, compressed. */
const MOST_BYTES = 15 * 1024;

describeWith("chromium", "createClient in a browser", () => {
  it("runs scripts from a page", async () => {
    await using instance = await testInstance();
    await instance.deploy("u/admin/double", DOUBLE);
    await using page = await servePage(await bundleForBrowsers(PAGE), instance.url);
    await using browser = await chromiumPage();
    await browser.open(page.url);
    expect(await page.reported(40_000)).toEqual({
      sync: 42,
      job: 6,
      refusal: "not-found",
      inTime: "OperateTimeoutError",
    });
  }, 60_000);
});

describe("createClient as a bundle", () => {
  it("weighs little", async () => {
    const program = 'import { createClient } from "./src/index.ts"; window.make = createClient;';
    const bytes = gzipSync(await bundleForBrowsers(program)).length;
    expect(bytes).toBeLessThan(MOST_BYTES);
    // Less than openapi-fetch alone: then something is missing.
    expect(bytes).toBeGreaterThan(2000);
  });
});
