// apps/docs/settings.md: every setting of the server, from the object that reads them.

import { z } from "zod";
import { Environment } from "../../apps/server/src/config.ts";

interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly meaning: string;
}

/** The page. Throws for a setting that nobody described. */
export function settingsPage(environment: z.ZodObject = Environment): string {
  return `<!-- Written by \`npm run generate\`; not to be edited. -->

# Settings

The server reads them from its environment at its start; a wrong one is refused with a sentence. An
empty value is as good as none.

| setting | default | meaning |
|---|---|---|
${settingsOf(environment).map(row).join("\n")}

With \`npm start -- --unsafe-no-sandbox\` scripts run without a sandbox and reach all that the server
reaches. No setting does that. \`npm start -- --rotate-keys\` makes [new keys](secrets.md#new-keys).
`;
}

function settingsOf(environment: z.ZodObject): Setting[] {
  const defaults = environment.parse({});
  const { properties = {} } = z.toJSONSchema(environment, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => {
    const { description } = Object(schema);
    if (typeof description !== "string") {
      throw new Error(`The setting ${name} has no description.`);
    }
    return { name, value: defaults[name], meaning: description };
  });
}

function row({ name, value, meaning }: Setting): string {
  return `| \`${name}\` | ${shown(value)} | ${meaning} |`;
}

/** A default as one would write it in the environment. */
function shown(value: unknown): string {
  if (typeof value === "boolean") {
    return value ? "`on`" : "`off`";
  }
  const text = Array.isArray(value) ? value.join(",") : String(value ?? "");
  return text === "" ? "–" : `\`${text}\``;
}
