import { writeFile } from "node:fs/promises";

/** Writes a report for programs: every round's figures, in whole. */
export async function writeReport(file: string, report: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}
