import { describe, expect, it, vi } from "vitest";
import {
  type Answer,
  json,
  type ScriptedServer,
  scriptedServer,
} from "../../test/support/scripted-server.ts";
import { createClient } from "../create-client.ts";

const JOB = "01890000-0000-7000-8000-00000000000a";

function block(sequence: number, event = "chunk", data: unknown = sequence): string {
  return `id: ${JOB}.1.${sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Sends some events, and then ends, breaks, or says no more. */
function events(text: string, then: "end" | "break" | "stay" = "end"): Answer {
  return (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(text, () => {
      if (then === "end") {
        response.end();
      } else if (then === "break") {
        response.destroy();
      }
    });
  };
}

const LAST = block(9, "result", { id: JOB, status: "success", result: 1 }) + block(10, "done", {});

function clientOf(server: ScriptedServer, retries?: number) {
  return createClient({ baseUrl: server.url, workspace: "main", token: "t", retries });
}

async function namesOf(stream: AsyncIterable<{ id: string; event: string }>): Promise<string[]> {
  const names: string[] = [];
  for await (const { id, event } of stream) {
    names.push(`${id.split(".").at(-1)} ${event}`);
  }
  return names;
}

describe("runAndStream", () => {
  it("gives the events of a run as they are typed, up to done", async () => {
    await using server = await scriptedServer(events(block(1) + LAST + block(11)));
    const stream = clientOf(server).runAndStream<number>("u/admin/x", { n: 1 });
    const all = [];
    for await (const event of stream) {
      all.push(event);
    }
    expect(all).toEqual([
      { id: `${JOB}.1.1`, event: "chunk", data: 1 },
      { id: `${JOB}.1.9`, event: "result", data: { id: JOB, status: "success", result: 1 } },
      { id: `${JOB}.1.10`, event: "done", data: {} },
    ]);
    expect(server.seen).toMatchObject([
      {
        method: "POST",
        url: "/api/w/main/jobs/run_and_stream/p/u/admin/x",
        body: '{"n":1}',
        headers: { authorization: "Bearer t", "idempotency-key": expect.any(String) },
      },
    ]);
  });

  it.each(["end", "break"] as const)(
    "goes on behind the last event when the connection should %s, with the same request",
    async (then) => {
      await using server = await scriptedServer(
        events(block(1) + block(2), then),
        events(block(3), then),
        events(LAST),
      );
      const stream = clientOf(server).runAndStream({ hash: "0123456789abcdef" }, { n: 1 });
      expect(await namesOf(stream)).toEqual([
        "1 chunk",
        "2 chunk",
        "3 chunk",
        "9 result",
        "10 done",
      ]);
      expect(server.seen.map(({ headers }) => headers["last-event-id"])).toEqual([
        undefined,
        `${JOB}.1.2`,
        `${JOB}.1.3`,
      ]);
      const same = server.seen.map(({ url, body, headers }) => [
        url,
        body,
        headers["idempotency-key"],
      ]);
      expect(new Set(same.map(String)).size).toBe(1);
    },
  );

  it("gives up when the connection breaks again and again without an event", async () => {
    await using server = await scriptedServer(events(block(1), "break"), events(":\n\n", "break"));
    const stream = clientOf(server, 1).runAndStream("u/admin/x");
    await expect(namesOf(stream)).rejects.toMatchObject({ name: "OperateConnectionError" });
    expect(server.seen).toHaveLength(2);
  });

  it("takes a server that says nothing for too long for gone", async () => {
    await using server = await scriptedServer(events(block(1), "stay"), events(LAST));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const names = namesOf(clientOf(server).runAndStream("u/admin/x"));
      await vi.waitUntil(async () => {
        await vi.advanceTimersByTimeAsync(10_000);
        return server.seen.length === 2;
      });
      vi.useRealTimers();
      expect(await names).toEqual(["1 chunk", "9 result", "10 done"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("rejects with the server's refusal", async () => {
    await using server = await scriptedServer(json(404, { code: "not-found", detail: "No." }));
    const refused = namesOf(clientOf(server).runAndStream("u/admin/x"));
    await expect(refused).rejects.toMatchObject({ name: "OperateApiError", code: "not-found" });
  });

  it.each([
    ["is no stream", json(200, {})],
    ["has data that are no JSON", events("id: 1\nevent: chunk\ndata: {\n\n")],
  ])("rejects an answer that %s", async (_, answer) => {
    await using server = await scriptedServer(answer);
    const rejected = namesOf(clientOf(server).runAndStream("u/admin/x"));
    await expect(rejected).rejects.toMatchObject({ name: "OperateApiError", code: "unknown" });
  });

  it("ends at once when the caller wants no more", async () => {
    await using server = await scriptedServer(events(block(1), "stay"));
    const stop = new AbortController();
    const reason = new Error("enough");
    const stream = clientOf(server).runAndStream("u/admin/x", {}, { signal: stop.signal });
    const seen: string[] = [];
    const read = (async () => {
      for await (const { event } of stream) {
        seen.push(event);
        setTimeout(() => stop.abort(reason), 20);
      }
    })();
    await expect(read).rejects.toBe(reason);
    expect(seen).toEqual(["chunk"]);
  });

  it("closes the connection when the loop is left", async () => {
    const { promise: isClosed, resolve } = Promise.withResolvers<void>();
    await using server = await scriptedServer((response) => {
      response.once("close", resolve);
      events(block(1), "stay")(response);
    });
    for await (const _ of clientOf(server).runAndStream("u/admin/x")) {
      break;
    }
    await isClosed;
  });

  it("has no time-out of its own, and keeps the call's, which names the job", async () => {
    await using server = await scriptedServer(events(block(1), "stay"));
    const stream = clientOf(server).runAndStream("u/admin/x", {}, { timeoutMs: 200 });
    await expect(namesOf(stream)).rejects.toMatchObject({
      name: "OperateTimeoutError",
      timeoutMs: 200,
      jobId: JOB,
    });
  });
});
