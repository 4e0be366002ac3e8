import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { type Answer, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { describeWith } from "@getoperate/testing/programs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deployExamples } from "../src/deploy-examples.ts";
import { CADDYFILE, type CaddyProcess, startCaddy } from "./caddy-process.ts";

const BODY_LIMIT = 4096;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const CUSTOM = {
  hello: "//hooks/hello",
  page: "//hooks/page",
  link: "//go/docs",
  slack: "//hooks/slack",
  order: "//hooks/order",
};
const SCRIPTS = ["hello", "html_page", "short_link", "slack_slash_command", "create_order"];

let instance: TestInstance;
let token: string;
let caddy: CaddyProcess;

beforeAll(async () => {
  instance = await testInstance({ environment: { OPERATE_BODY_LIMIT: String(BODY_LIMIT) } });
  await deployExamples({ url: instance.url, workspace: "main", token: instance.token });
  const scopes = SCRIPTS.map((name) => `jobs:run:scripts:f/examples/${name}`);
  const made = await instance.request("POST", "/tokens", { body: { label: "proxy", scopes } });
  token = String(Object(made.json()).token);
  caddy = await startCaddy({ upstream: instance.url, token });
});
afterAll(async () => {
  await caddy?.[Symbol.asyncDispose]();
  await instance?.[Symbol.asyncDispose]();
});

describeWith("caddy", "custom URLs of the Caddyfile", () => {
  it("W23 runs a script with the body and answers with its result", async () => {
    const answer = await caddy.request("POST", CUSTOM.hello, {
      token: null,
      body: { name: "Ada", excited: true },
    });
    expect([answer.status, answer.json()]).toEqual([200, { greeting: "Hello, Ada!" }]);
    expect(answer.headers.get("x-job-status")).toBe("success");
  });

  it("W23 takes a value of the caller's query and a part of the path as arguments", async () => {
    const name = "Ada & <Bob>+100%";
    const page = await caddy.request("GET", `${CUSTOM.page}?name=${encodeURIComponent(name)}`, {
      token: null,
    });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.text).toContain("Hello, Ada &#38; &#60;Bob&#62;+100%.");
    const link = await caddy.request("GET", CUSTOM.link, { token: null });
    expect([link.status, link.headers.get("location")]).toEqual([302, "/docs"]);
  });

  it("W23 starts a job at an async URL and answers with its id", async () => {
    const body = { items: [{ sku: "a-1", quantity: 3 }] };
    const started = await caddy.request("POST", CUSTOM.order, { token: null, body });
    expect([started.status, started.text]).toEqual([201, expect.stringMatching(UUID)]);
    const result = await caddy.request("GET", `/jobs/${started.text}/result?wait=20`);
    expect([result.status, result.json()]).toEqual([201, { pieces: 3 }]);
  });

  it("W23 hands over headers, and the body byte for byte", async () => {
    await instance.deploy(
      "f/examples/slack_slash_command",
      `export function main(raw_string, x_slack_signature, x_slack_request_timestamp, x_other) {
        return [raw_string, x_slack_signature, x_slack_request_timestamp, x_other ?? null];
      }`,
      { language: "javascript" },
    );
    const body = Buffer.from('text=%C3%BC+%7e&x=ü\r\n &&=;"\\u00e9"\0\t', "utf8");
    const answer = await caddy.request("POST", CUSTOM.slack, {
      token: null,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-signature": "v0=0123",
        "x-slack-request-timestamp": "1531420618",
        "x-other": "stays behind",
      },
      body,
    });
    expect(answer.json()).toEqual([body.toString("utf8"), "v0=0123", "1531420618", null]);
  });

  it("W23 replaces a token that the caller sends, in a header or in the query", async () => {
    const foreign = "gop_u_ZZZZZZZZZZabcdefghijklmnopqrstuvwxyzABCDEFG000000";
    const body = { name: "Ada" };
    const byHeader = await caddy.request("POST", CUSTOM.hello, { token: foreign, body });
    expect(byHeader.json()).toEqual({ greeting: "Hello, Ada." });
    const byQuery = await caddy.request("POST", `${CUSTOM.hello}?token=${foreign}`, {
      token: null,
      body,
    });
    expect(byQuery.json()).toEqual({ greeting: "Hello, Ada." });
  });

  it("W23 answers 401 while the proxy has no token, whatever token the caller has", async () => {
    await using bare = await startCaddy({ upstream: instance.url });
    for (const url of Object.values(CUSTOM)) {
      const byHeader = await bare.request("POST", url, { body: {} });
      const byQuery = await bare.request("POST", `${url}?token=${instance.token}`, {
        token: null,
        body: {},
      });
      expect([url, byHeader.status, byQuery.status]).toEqual([url, 401, 401]);
    }
  });

  it("W23 lets a caller set nothing about the job", async () => {
    const wrong = "priority=wrong&tag=no+tag&include_header=authorization";
    for (const url of Object.values(CUSTOM)) {
      const answer = await caddy.request("POST", `${url}?${wrong}`, { token: null, body: {} });
      expect([url, answer.status]).not.toEqual([url, 400]);
    }
    const jobId = randomUUID();
    const url = `${CUSTOM.order}?job_id=${jobId}`;
    const started = await caddy.request("POST", url, { token: null, body: { items: [] } });
    expect(started.text).toMatch(UUID);
    expect(started.text).not.toBe(jobId);
  });

  it("W23 shows the token in no answer, no log and no file", async () => {
    await using other = await startCaddy({ upstream: instance.url, token });
    const answers: Answer[] = [];
    for (const url of Object.values(CUSTOM)) {
      for (const method of ["POST", "GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) {
        const query = "?include_header=authorization&include_query=token&raw=true";
        answers.push(await other.request(method, url + query, { token: null }));
      }
    }
    const shown = answers
      .map(({ headers, text }) => JSON.stringify([...headers]) + text)
      .join("\n");
    expect(shown).toContain("Hello, ");
    expect(shown).not.toContain(token);
    await other.end();
    expect(other.logged()).toContain("/hooks/hello");
    expect(other.logged()).not.toContain(token);
    expect(await textOfFiles(other.folder)).not.toContain(token);
  });
});

describeWith("caddy", "the Caddyfile", () => {
  it("has the block that apps/docs/custom-url.md shows", async () => {
    const page = await readFile(new URL("../../docs/custom-url.md", import.meta.url), "utf8");
    const [, block = ""] = /^```caddyfile\n(.*?)^```/ms.exec(page) ?? [];
    const indented = block.replace(/^/gm, "\t").trimEnd();
    expect(block).toContain("handle_path");
    expect(await readFile(CADDYFILE, "utf8")).toContain(indented);
  });

  it("serves the docs and the API at the same port, with the caller's own token", async () => {
    const docs = await caddy.request("GET", "//docs", { token: null });
    expect([docs.status, docs.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=UTF-8",
    ]);
    const document = await caddy.request("GET", "//openapi.json", { token: null });
    expect(document.json()).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
    const body = { a: 20, b: 22 };
    const sum = await caddy.request("POST", "/jobs/run_wait_result/p/f/examples/add", { body });
    expect(sum.text).toBe("42");
    const stranger = await caddy.request("POST", "/jobs/run_wait_result/p/f/examples/add", {
      token: null,
      body,
    });
    expect(stranger.status).toBe(401);
  });

  it("passes problems on as they are", async () => {
    const answer = await caddy.request("POST", "/jobs/run/p/u/admin/missing", {
      headers: { "x-request-id": "asked-through-caddy" },
      body: {},
    });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json",
    ]);
    expect(answer.json()).toMatchObject({ code: "not-found", instance: "asked-through-caddy" });
  });

  it("leaves the limit of bodies to the server, whose 413 arrives", async () => {
    const name = "x".repeat(BODY_LIMIT);
    const long = await caddy.request("POST", CUSTOM.hello, { token: null, body: { name } });
    expect([long.status, long.json()]).toEqual([
      413,
      expect.objectContaining({ code: "too-large" }),
    ]);
    const short = { name: name.slice(100) };
    const fits = await caddy.request("POST", CUSTOM.hello, { token: null, body: short });
    expect(fits.status).toBe(200);
  });

  it("tells the server where a request came from, whatever the caller claims", async () => {
    await instance.deploy(
      "u/admin/origin",
      `export function main(host, x_forwarded_for, x_forwarded_proto, x_forwarded_host) {
        return [host, x_forwarded_for, x_forwarded_proto, x_forwarded_host];
      }`,
      { language: "javascript" },
    );
    const names = "Host,X-Forwarded-For,X-Forwarded-Proto,X-Forwarded-Host";
    const path = `/jobs/run_wait_result/p/u/admin/origin?include_header=${names}`;
    const answer = await caddy.request("POST", path, {
      headers: {
        "x-forwarded-for": "203.0.113.7",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "elsewhere.example",
      },
    });
    const { host } = new URL(caddy.url);
    expect(answer.json()).toEqual([host, "127.0.0.1", "http", host]);
  });

  it("waits for a slow job", async () => {
    await instance.deploy(
      "u/admin/slow",
      `export async function main() {
        await new Promise((resolve) => setTimeout(resolve, 4_000));
        return "slept";
      }`,
    );
    const answer = await caddy.request("POST", "/jobs/run_wait_result/p/u/admin/slow");
    expect(answer.json()).toBe("slept");
  });

  it("passes each event of a stream at once", async () => {
    await using upstream = await streamingServer();
    await using proxy = await startCaddy({ upstream: upstream.url });
    const response = await fetch(`${proxy.url}/api/w/main/stream`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    // The upstream sends the second event only once the first one has arrived here.
    expect((await reader?.read())?.value).toBe("data: 1\n\n");
    upstream.goOn();
    expect((await reader?.read())?.value).toBe("data: 2\n\n");
  });

  it("logs no query, neither of a request nor of one that failed", async () => {
    const closed = await streamingServer();
    await closed[Symbol.asyncDispose]();
    for (const { upstream, status } of [
      { upstream: instance.url, status: 404 },
      { upstream: closed.url, status: 502 },
    ]) {
      await using other = await startCaddy({ upstream });
      const answer = await other.request("GET", "/nothing?a=1&t%6Fken=s3cret-t0ken", {
        token: null,
        headers: { referer: "https://elsewhere.example/page?token=s3cret-t0ken" },
      });
      expect(answer.status).toBe(status);
      await other.end();
      expect(other.logged()).toContain('"uri":"/api/w/main/nothing"');
      expect(other.logged()).toContain('"https://elsewhere.example/page"');
      expect(other.logged()).not.toContain("s3cret");
    }
  });
});

async function streamingServer(): Promise<{ url: string; goOn(): void } & AsyncDisposable> {
  let goOn = () => {};
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write("data: 1\n\n");
    goOn = () => response.end("data: 2\n\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: urlOf(server),
    goOn: () => goOn(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function urlOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
}

async function textOfFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), "latin1")),
  );
  return texts.join("\n");
}
