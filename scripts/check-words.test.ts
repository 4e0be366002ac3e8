import { describe, expect, it } from "vitest";
import { checkWords } from "./check-words.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const BRITISH = ["cancel", "led"].join("");

describe("checkWords", () => {
  it("accepts the vocabulary, and other words in strings and comments", async () => {
    const folder = await temporaryFolder({
      "src/run-job.ts": 'const job = "a task"; // an execution\nqueueMicrotask(() => job);',
      "README.md": "A canceled job. Task and execution are plain English here.",
    });
    expect(await checkWords(folder)).toEqual([]);
  });

  it("refuses the second spelling of canceled in any text", async () => {
    const folder = await temporaryFolder({ "docs/page.md": `\nIt was ${BRITISH}.` });
    expect(await checkWords(folder)).toEqual([
      `docs/page.md:2 says ${BRITISH}; the word is canceled`,
    ]);
  });

  it("refuses second names as words of identifiers", async () => {
    const folder = await temporaryFolder({
      "src/a.ts": "export const nextTask = 1;\nclass A { #executions = 2; }",
      "src/b.ts": "import { task_id } from './a.ts';",
    });
    expect(await checkWords(folder)).toEqual([
      "src/a.ts:1 names nextTask; the word is job",
      "src/a.ts:2 names executions; the word is job",
      "src/b.ts:1 names task_id; the word is job",
    ]);
  });

  it("refuses names of files and folders that say nothing", async () => {
    const folder = await temporaryFolder({ "src/utils/a.ts": "", "src/handler.ts": "" });
    expect(await checkWords(folder)).toEqual([
      "src/handler.ts has a name that does not say what it is",
      "src/utils/a.ts has a name that does not say what it is",
    ]);
  });
});
