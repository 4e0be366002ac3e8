// Runs once in vitest's own process. It only opens a door: servers start when a test knocks, so a run of
// pure tests starts none; and they belong to this process, which outlives every test file.

import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { makeRunFolder, removeDeadRuns, Servers } from "./servers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A Unix socket that answers a ServerChoice (JSON) with the server's URL. */
    readonly postgresDoor: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeDeadRuns();
  const folder = await makeRunFolder();
  const servers = new Servers(folder);
  const door = createServer(async (request, response) => {
    try {
      const choice = JSON.parse(await new Response(request).text());
      response.end(await servers.connectionString(choice));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  const path = join(folder, "door");
  door.listen(path);
  await once(door, "listening");
  project.provide("postgresDoor", path);
  return async () => {
    door.close();
    await servers[Symbol.asyncDispose]();
  };
}
