import { readFile } from "node:fs/promises";

/** A script that is deployed at the first start. */
export interface Example {
  readonly path: string;
  readonly summary: string;
  readonly content: string;
}

const FOLDER = new URL("../scripts/", import.meta.url);

const EXAMPLES = [
  { name: "hello", summary: "Greets somebody" },
  { name: "add", summary: "Adds two numbers" },
  { name: "create_order", summary: "Chooses the status of its answer" },
  { name: "report_csv", summary: "Answers with a CSV file" },
] as const;

/** Reads all examples; their paths are `f/examples/<name>`. */
export function readExamples(): Promise<Example[]> {
  return Promise.all(
    EXAMPLES.map(async ({ name, summary }) => ({
      path: `f/examples/${name}`,
      summary,
      content: await readFile(new URL(`${name}.ts`, FOLDER), "utf8"),
    })),
  );
}
