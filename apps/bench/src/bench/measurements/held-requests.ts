import { setTimeout as sleep } from "node:timers/promises";
import { processMemory } from "@getoperate/testing/process-memory";
import { startChild } from "../child.ts";
import { httpRequest } from "../http-request.ts";
import type { Measurement } from "../measurement.ts";
import type { CallersQuestion } from "../programs/callers.ts";
import type { HeldQuestion, HeldState } from "../programs/held-requests.ts";
import { ADD, ADMIN_TOKEN, type World } from "../world.ts";

const MIB = 1024 * 1024;
const LOOK_MS = 50;

/** What requests that wait cost in Node alone: its HTTP server, and nothing behind it. */
export function heldRequests(world: World, callers: number): Measurement {
  return {
    name: "held-requests",
    side: "limit",
    async round() {
      await using server = await startChild("held-requests");
      const tell = (question: HeldQuestion) => server.ask<HeldState>(question);
      const { port } = await tell({ kind: "state" });
      const before = await processMemory(server.pid);
      const child = await world.children.start("callers");
      const request = httpRequest({
        method: "POST",
        path: `/api/w/main/jobs/run_wait_result/p/${ADD.path}`,
        token: ADMIN_TOKEN,
        body: '{"n":1}',
      });
      const send: CallersQuestion = { kind: "send", port, callers, request };
      await child.ask(send);
      while ((await tell({ kind: "state" })).held < callers) {
        await sleep(LOOK_MS);
      }
      const waiting = await processMemory(server.pid);
      await tell({ kind: "answer" });
      const ask: CallersQuestion = { kind: "answers" };
      await child.ask(ask);
      return { mib: (waiting.resident - before.resident) / MIB };
    },
  };
}
