import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { showRequest } from "./show-request.ts";

const shown = (bytes: Buffer) =>
  showRequest(
    { aim: "", bytes, method: "", target: "", isMalformed: false, answers: 1 },
    "http://127.0.0.1:8000",
  );

describe("showRequest", () => {
  it("is a command that prints the very bytes", () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const [print] = shown(bytes).split(" | nc ");
    expect(execFileSync("bash", ["-c", print ?? ""])).toEqual(bytes);
  });

  it("says how much of a long request is left out", () => {
    expect(shown(Buffer.alloc(3_010, 65))).toMatch(/# and 10 bytes more$/);
  });
});
