import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, type JobEvent } from "../src/index.ts";
import { cuttingProxy } from "./support/cutting-proxy.ts";

const COUNT = `export async function* main(n: number) {
  for (let at = 0; at < n; at += 1) {
    console.log("line", at);
    yield { at };
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}`;

describe("runAndStream against a server", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await instance.deploy("u/admin/count", COUNT);
    await instance.deploy("u/admin/broken", "export function main() { throw new Error('no'); }");
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const clientAt = (baseUrl: string) =>
    createClient({ baseUrl, workspace: "main", token: ADMIN_TOKEN });
  const jobs = async () => {
    const page = await instance.request("GET", "/jobs?path=u/admin/count");
    return Object(page.json()).items.length;
  };

  it("X15 gives what a script yields, and its result", async () => {
    const client = clientAt(instance.url);
    const all: JobEvent<{ at: number }>[] = [];
    for await (const event of client.runAndStream<{ at: number }>("u/admin/count", { n: 2 })) {
      all.push(event);
    }
    const chunks = all.flatMap((event) => (event.event === "chunk" ? [event.data.at] : []));
    expect(chunks).toEqual([0, 1]);
    expect(all.at(-2)).toMatchObject({
      event: "result",
      data: { status: "success", result: [{ at: 0 }, { at: 1 }] },
    });
  });

  it("gives the end of a script that throws like any other", async () => {
    const all = [];
    for await (const event of clientAt(instance.url).runAndStream("u/admin/broken")) {
      all.push(event);
    }
    expect(all.at(-2)).toMatchObject({
      event: "result",
      data: { status: "failure", result: { error: { message: "no" } } },
    });
  });

  it("X15 goes on where its connection was cut, more than once, and runs one job", async () => {
    await using proxy = await cuttingProxy(instance.url);
    const before = await jobs();
    const all: JobEvent[] = [];
    for await (const event of clientAt(proxy.url).runAndStream("u/admin/count", { n: 30 })) {
      all.push(event);
      if (event.event === "chunk" && [3, 12].includes(Object(event.data).at)) {
        proxy.cut();
      }
    }
    expect(proxy.connections).toBe(3);
    const chunks = all.filter(({ event }) => event === "chunk");
    expect(chunks.map(({ data }) => Object(data).at)).toEqual([...Array(30).keys()]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.at(-1)?.event).toBe("done");
    expect(await jobs()).toBe(before + 1);
  });
});
