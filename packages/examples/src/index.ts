import { readFile } from "node:fs/promises";
import { parse } from "node:path";

/** A script that is deployed at the first start. */
export interface Example {
  readonly path: string;
  readonly summary: string;
  readonly content: string;
  readonly language: "typescript" | "python";
}

const FOLDER = new URL("../scripts/", import.meta.url);

interface ExampleFile {
  /** TypeScript's end in `.ts`, Python's in `.py`. */
  readonly file: string;
  readonly summary: string;
}

const EXAMPLES: readonly ExampleFile[] = [
  { file: "hello.ts", summary: "Greets somebody" },
  { file: "add.ts", summary: "Adds two numbers" },
  { file: "word_count.py", summary: "Counts the words of a text, in Python" },
  { file: "create_order.ts", summary: "Chooses the status of its answer" },
  { file: "report_csv.ts", summary: "Answers with a CSV file" },
  { file: "html_page.ts", summary: "Answers with a web page" },
  { file: "short_link.ts", summary: "Sends a browser on to another address" },
  { file: "cloud_event.ts", summary: "Takes CloudEvents" },
  { file: "slack_slash_command.ts", summary: "Answers a Slack slash command" },
  { file: "discord_interaction.ts", summary: "Answers a Discord command" },
  { file: "github_webhook.ts", summary: "Takes the events of a GitHub repository" },
  { file: "stripe_webhook.ts", summary: "Takes events that are signed as Stripe does" },
];

/** Reads all examples; their paths are `f/examples/<name>`. */
export function readExamples(): Promise<Example[]> {
  return Promise.all(
    EXAMPLES.map(async ({ file, summary }) => ({
      path: `f/examples/${parse(file).name}`,
      summary,
      content: await readFile(new URL(file, FOLDER), "utf8"),
      language: file.endsWith(".py") ? "python" : "typescript",
    })),
  );
}
