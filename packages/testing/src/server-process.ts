import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Program, type ProgramFile, startProgram } from "./program.ts";
import { requester, type SendRequest } from "./requester.ts";

/** A server in a process of its own; disposing of it asks it to stop. */
export interface ServerProcess extends Program {
  readonly url: string;
  readonly request: SendRequest;
}

/** A data folder, removed at the end. */
export async function dataFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "operate-data-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Starts a server, and waits until it greets. */
export async function startServer(
  environment: Readonly<Record<string, string>>,
  file?: ProgramFile,
): Promise<ServerProcess> {
  const program = await startProgram({ OPERATE_PORT: "0", ...environment }, "jobs?path=", file);
  const url = /(http:\/\/[^/\s]+)\/docs/.exec(program.printed())?.[1] ?? "";
  return { ...program, url, request: requester(url, environment["OPERATE_ADMIN_TOKEN"] ?? null) };
}
