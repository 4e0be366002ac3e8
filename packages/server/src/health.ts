import { setTimeout as sleep } from "node:timers/promises";
import type { Hono } from "hono";
import type { Env } from "./http/env.ts";
import type { ServerParts } from "./options.ts";

const PATIENCE_MS = 5_000;

/** `/livez`: the process answers, whatever the database does. `/readyz`: it may be sent requests. */
export function mountHealth(app: Hono<Env>, parts: ServerParts): void {
  app.get("/livez", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    const ready = parts.isReady() && (await databaseAnswers(parts));
    return context.json({ status: ready ? "ok" : "unavailable" }, ready ? 200 : 503);
  });
}

/** Whoever asks wants to know it soon: a database that says nothing is as good as none. */
async function databaseAnswers({ platform }: ServerParts): Promise<boolean> {
  const answer = platform.db.run({ name: "ready", text: "select 1" }, []).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, sleep(PATIENCE_MS, false, { ref: false })]);
}
