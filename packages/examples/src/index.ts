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
  { name: "html_page", summary: "Answers with a web page" },
  { name: "short_link", summary: "Sends a browser on to another address" },
  { name: "cloud_event", summary: "Takes CloudEvents" },
  { name: "slack_slash_command", summary: "Answers a Slack slash command" },
  { name: "discord_interaction", summary: "Answers a Discord command" },
  { name: "github_webhook", summary: "Takes the events of a GitHub repository" },
  { name: "stripe_webhook", summary: "Takes events that are signed as Stripe does" },
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
