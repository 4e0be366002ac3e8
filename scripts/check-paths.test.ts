import { describe, expect, it } from "vitest";
import { checkPaths } from "./check-paths.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("checkPaths", () => {
  it("accepts links and code spans that name what is there", async () => {
    const folder = await temporaryFolder({
      "README.md": "[page](docs/page.md#part) and `packages/a/src`, `README.md`",
      "docs/page.md": "[back](../README.md), [web](https://example.org/x), [top](#part)",
      "packages/a/src/index.ts": "",
    });
    expect(await checkPaths(folder)).toEqual([]);
  });

  it("names the line of a link that leads nowhere, from the folder of its page", async () => {
    const folder = await temporaryFolder({
      "docs/page.md": "\n[page](README.md)",
      "README.md": "",
    });
    expect(await checkPaths(folder)).toEqual([
      "docs/page.md:2 names docs/README.md, which is not there",
    ]);
  });

  it("names a path in a code span that is not there", async () => {
    const folder = await temporaryFolder({ "README.md": "see `packages/a/src/gone.ts`" });
    expect(await checkPaths(folder)).toEqual([
      "README.md:1 names packages/a/src/gone.ts, which is not there",
    ]);
  });

  it("leaves the examples in fences alone", async () => {
    const folder = await temporaryFolder({ "README.md": "```sh\n[x](y) `packages/z`\n```\n" });
    expect(await checkPaths(folder)).toEqual([]);
  });
});
