import { readdir, readFile } from "node:fs/promises";
import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { untilItSays } from "./workers/jobs.ts";

// Two secrets that no two runs share: one comes by reference, one is asked for by the job's token.
const CANARIES = ["referred", "asked"].map((name) => `c4n/ry+${name}?&=%${crypto.randomUUID()}`);
const [REFERRED = "", ASKED = ""] = CANARIES;

const FORMS = CANARIES.flatMap((canary) => {
  const bytes = Buffer.from(canary);
  return [
    canary,
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    encodeURIComponent(canary),
  ];
});

/** Tells its secrets in all forms, waits for a sign, and returns or throws them. */
const SING = `
const { OPERATE_BASE_URL, OPERATE_TOKEN } = Deno.env.toObject();
const headers = { authorization: "Bearer " + OPERATE_TOKEN };
const get = (path: string) => fetch(OPERATE_BASE_URL + "/api/w/main/variables/" + path, { headers });
const hex = (text: string) => [...new TextEncoder().encode(text)]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");
const forms = (text: string) => [text, btoa(text), hex(text), encodeURIComponent(text)];
export async function* main(referred: { deep: string }, fails: boolean) {
  const secret = (await (await get("value/f/canary/asked")).json()).value;
  const all = [...forms(referred.deep), ...forms(secret)];
  for (const form of all) {
    console.log(form);
    console.error("in " + form + " between");
    yield { form };
  }
  const encoder = new TextEncoder();
  for (const letter of secret) {
    await Deno.stdout.write(encoder.encode(letter));
  }
  console.log("\\nall told");
  for (let ok = false; !ok; ) {
    const answer = await get("p/f/canary/go");
    await answer.body?.cancel();
    ok = answer.ok;
  }
  if (fails) throw new Error(all.join(" "));
  return { all, [secret]: true };
}`;

function expectNone(text: string, where: string): void {
  const found = FORMS.filter((form) => text.includes(form));
  expect([where, found]).toEqual([where, []]);
}

describe("a secret", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance({
      // The server listens on loopback.
      environment: { OPERATE_LOG_LEVEL: "debug", OPERATE_EGRESS_ALLOW: "127.0.0.1" },
    });
    const secrets = { "f/canary/referred": REFERRED, "f/canary/asked": ASKED };
    for (const [path, value] of Object.entries(secrets)) {
      await instance.request("POST", "/variables", { body: { path, value, is_secret: true } });
    }
    const value = { deep: "$var:f/canary/referred" };
    const body = { path: "f/canary/nest", value, resource_type: "x" };
    await instance.request("POST", "/resources", { body });
    await instance.deploy("f/canary/sing", SING);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  it("is in no log, stream or result, in no process's facts, table or line of the server", async () => {
    const ids = [];
    for (const fails of [false, true]) {
      const body = { referred: "$res:f/canary/nest", fails };
      ids.push((await instance.request("POST", "/jobs/run/p/f/canary/sing", { body })).text);
    }
    for (const id of ids) {
      await untilItSays(instance, id, "all told");
    }
    expectNone(await factsOfProcesses(), "processes");
    await instance.request("POST", "/variables", { body: { path: "f/canary/go", value: "" } });
    for (const id of ids) {
      const result = await instance.request("GET", `/jobs/${id}/result?wait=60`);
      expect(result.text).toContain("***");
      for (const path of ["", "/logs", "/events"]) {
        const { text } = await instance.request("GET", `/jobs/${id}${path}`);
        expect(text).toContain("***");
        expectNone(text, path);
      }
    }
    expectNone(await allTables(instance.connectionString), "tables");
    expectNone(instance.logged.join("\n"), "the server's log");
  });
});

/** Command lines and environments of all processes of this machine that can be read. */
async function factsOfProcesses(): Promise<string> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const read = (file: string) => readFile(file, "latin1").catch(() => "");
  const facts = ids.flatMap((id) => [read(`/proc/${id}/cmdline`), read(`/proc/${id}/environ`)]);
  const all = (await Promise.all(facts)).join("\n");
  expect(all).toContain("deno");
  return all;
}

/** What a dump of the database has in it. */
async function allTables(connectionString: string): Promise<string> {
  const client = new pg.Client(connectionString);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'",
    );
    const texts = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      texts.push(...rows.map(({ row }) => row));
    }
    expect(texts.join("\n")).toContain("f/canary/asked");
    return texts.join("\n");
  } finally {
    await client.end();
  }
}
