import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { ERRORS } from "@getoperate/contract";
import type { Hono } from "hono";
import type { Env, HttpContext } from "../http/env.ts";

const compress = promisify(gzip);

/** Everything from this origin; Scalar sets styles at run time, and nothing else is let loose. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>getOperate API</title>
</head>
<body>
<div id="reference"></div>
<script src="/docs/scalar.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

// No fonts, proxy, agent or telemetry: the page asks no other host for anything.
const START = `Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  withDefaultFonts: false,
  proxyUrl: "",
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
});
`;

/** The API's reference as a page, and the document it shows. */
export function mountDocs(app: Hono<Env>, openApiDocument: () => Promise<string>): void {
  const script = lazily(scalarScript);
  const document = lazily(openApiDocument);
  app.get("/openapi.json", async (context) => {
    context.header("Content-Type", "application/json");
    return context.body(await document());
  });
  app.get("/docs", (context) => page(context, PAGE));
  app.get("/docs/start.js", (context) => {
    context.header("Content-Type", "text/javascript; charset=utf-8");
    return context.body(START);
  });
  app.get("/docs/scalar.js", async (context) => {
    context.header("Content-Type", "text/javascript; charset=utf-8");
    context.header("Content-Encoding", "gzip");
    context.header("Cache-Control", "public, max-age=3600");
    return context.body(await script());
  });
  app.get("/docs/errors", (context) => page(context, errorsPage()));
}

function page(context: HttpContext, html: string): Response {
  context.header("Content-Security-Policy", POLICY);
  return context.html(html);
}

async function scalarScript(): Promise<ArrayBuffer> {
  // The bundle for browsers lies beside the entry, but is not exported.
  const entry = import.meta.resolve("@scalar/api-reference");
  const compressed = await compress(await readFile(new URL("browser/standalone.js", entry)));
  return new Uint8Array(compressed).buffer;
}

/** Does the work at the first call, and again only if it failed. */
function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** Where `type` of a problem points to. */
function errorsPage(): string {
  const rows = Object.entries(ERRORS)
    .map(
      ([code, { status, title }]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}.</td></tr>`,
    )
    .join("\n");
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>getOperate error codes</title></head>
<body>
<h1>Error codes</h1>
<table>
<thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</body>
</html>
`;
}
