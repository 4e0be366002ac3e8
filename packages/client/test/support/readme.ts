import { readFile } from "node:fs/promises";

/** A program of the README, and what its comments say that it prints. */
export interface Example {
  readonly name: string;
  readonly code: string;
  readonly prints: readonly string[];
}

const README = new URL("../../README.md", import.meta.url);

/** Every TypeScript block of the package's README, in order. */
export async function readmeExamples(): Promise<Example[]> {
  const text = await readFile(README, "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""], index) => ({
    name: `example-${index + 1}`,
    code,
    prints: [...code.matchAll(/^ *console\.log\(.*\); \/\/ (.+)$/gm)].map(([, line = ""]) => line),
  }));
}
