import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { describe } from "vitest";

/**
 * A group of tests that use a program of the system. It says so where the program is not installed;
 * in CI a missing program may not go unseen, so the tests run and fail.
 */
export function describeWith(program: string, name: string, tests: () => void): void {
  const isLeftOut = !isInstalled(program) && !process.env["CI"];
  const reason = isLeftOut ? ` (left out: no ${program}, see scripts/setup-debian)` : "";
  describe.skipIf(isLeftOut)(`${name}${reason}`, tests);
}

function isInstalled(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
