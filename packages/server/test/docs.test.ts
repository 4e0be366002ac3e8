import { chromiumPage } from "@getoperate/testing/chromium";
import { testInstance } from "@getoperate/testing/instance";
import { describeWith } from "@getoperate/testing/programs";
import { expect, it } from "vitest";

describeWith("chromium", "the API docs", () => {
  it("show every operation, and ask no other host for anything", async () => {
    await using instance = await testInstance();
    await using page = await chromiumPage();
    await page.open(`${instance.url}/docs`);
    await expect
      .poll(() => page.evaluate("document.body.innerText"), { timeout: 20_000 })
      .toContain("Deploy a script");
    const origins = new Set(
      page.requested
        .map((url) => new URL(url))
        .map(({ protocol, origin }) => (protocol.startsWith("http") ? origin : protocol)),
    );
    origins.delete("data:");
    origins.delete("blob:");
    expect([...origins]).toEqual([new URL(instance.url).origin]);
  }, 60_000);
});
