import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import type { Program } from "@getoperate/testing/program";
import { tlsFront } from "@getoperate/testing/tls-front";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endOf, startJob } from "./jobs.ts";
import { type Place, WAYS } from "./ways.ts";

const START_MS = 120_000;
const REFERRED = "referred-to-secret";
const ASKED = "asked-for-secret";

/** Tells both secrets in every way there is, one of them as soon as it was told. */
const TELL = `
import { getVariable } from "operate";
async function asked(): Promise<string> {
  const value = await getVariable("f/secrets/asked");
  console.log("asked", value);
  return value;
}
export async function* main(referred: string) {
  console.log("referred", referred);
  const secret = await asked();
  yield { referred, secret, base64: btoa(secret) };
  return { done: secret.length, secret };
}`;

describe.each(WAYS)("secrets in a worker $name", ({ kind, start }) => {
  let place: Place;
  let server: TestInstance;
  let worker: Program;
  beforeAll(async () => {
    server = await testInstance({ environment: { OPERATE_MODE: "server" } });
    place = { server, front: await tlsFront(server.url) };
    const settings = { name: "keeper", tags: ["keep"] };
    const environment = kind === "agent" ? {} : { OPERATE_KEY_FILE: server.keyFile };
    worker = await start(place, { ...settings, environment });
    const secrets = { referred: REFERRED, asked: ASKED };
    for (const [name, value] of Object.entries(secrets)) {
      const body = { path: `f/secrets/${name}`, value, is_secret: true };
      await server.request("POST", "/variables", { body });
    }
    await server.deploy("f/secrets/tell", TELL);
  }, START_MS);
  afterAll(async () => {
    await worker[Symbol.asyncDispose]();
    await place.front[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it("masks what a job got by reference and what it asked for itself", async () => {
    const body = { referred: "$var:f/secrets/referred" };
    const id = await startJob(server, "p/f/secrets/tell", { tag: "keep", body });
    const { status, result } = await endOf(server, id);
    expect([status, JSON.stringify(result)]).toEqual(["success", expect.stringContaining("***")]);
    const events = await server.request("GET", `/jobs/${id}/events`);
    expect(events.text).toContain("referred ***");
    expect(events.text).toContain("asked ***");
    for (const secret of [REFERRED, ASKED, btoa(ASKED)]) {
      expect(JSON.stringify(result)).not.toContain(secret);
      expect(events.text).not.toContain(secret);
      expect(worker.printed()).not.toContain(secret);
    }
  });
});
