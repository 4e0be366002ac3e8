import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { contractIdsPage } from "./contract-ids-page.ts";

describe("contractIdsPage", () => {
  it("links a rule to the tests that name it, and lists one without a test as open", async () => {
    const folder = await temporaryFolder({
      "packages/a/test/b.test.ts": 'it("W2 does it", () => {}); it("W2 again", () => {});',
    });
    const page = await contractIdsPage(folder, [
      { id: "W2", rule: "Does it", missing: "a part" },
      { id: "W3", rule: "Not yet" },
    ]);
    const link = "[b.test.ts](../../packages/a/test/b.test.ts)";
    expect(page).toContain(`| W2 | Does it | a part | ${link} |`);
    expect(page.split("## Open")[1]).toContain("| W3 | Not yet |");
  });
});
