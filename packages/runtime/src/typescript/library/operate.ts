// What scripts import as "operate". It asks the platform with the rights of the job that runs.
import { Deno } from "../wrapper/deno-globals.ts";
import { callPlatform } from "../wrapper/platform-calls.ts";

/** The platform refused a question, or a script that was run failed. */
export class OperateError extends Error {
  override readonly name = "OperateError";
}

/** The text of a variable; a secret is masked in what the job puts out from then on. */
export async function getVariable(path: string): Promise<string> {
  const { value } = await ask("GET", `/variables/value/${path}`);
  return String(value);
}

/** The JSON of a resource, with what its references stand for. */
export async function getResource(path: string): Promise<unknown> {
  const { value } = await ask("GET", `/resources/value/${path}`);
  return value;
}

/** What this script remembers, or another of that path; null: nothing. */
export async function getState(path: string = ownStatePath()): Promise<unknown> {
  const { value } = await ask("GET", `/state/${path}`);
  return value;
}

/** Lets this script, or another, remember a JSON value; null forgets. */
export async function setState(value: unknown, path: string = ownStatePath()): Promise<void> {
  await ask("PUT", `/state/${path}`, { value: value ?? null });
}

/** Says how far this job is, 0 to 100. */
export async function setProgress(percent: number): Promise<void> {
  const body = { percent: Math.round(percent) };
  await ask("POST", `/jobs/${fromEnvironment("OPERATE_JOB_ID")}/progress`, body);
}

/** Starts a script and answers with its job's id. */
export async function runScriptAsync(path: string, args: object = {}): Promise<string> {
  return succeeded(await send("POST", `/jobs/run/p/${path}`, args));
}

/** Runs a script and answers with its result; throws an OperateError if it fails. */
export async function runScript(path: string, args: object = {}): Promise<unknown> {
  return waitForJob(await runScriptAsync(path, args));
}

/** Waits for the end of a job and answers with its result; throws an OperateError if it failed. */
export async function waitForJob(id: string): Promise<unknown> {
  let answer = await send("GET", `/jobs/${id}/result?wait=30`);
  while (answer.status === 202) {
    answer = await send("GET", `/jobs/${id}/result?wait=30`);
  }
  const { status, result } = await ask("GET", `/jobs/${id}`);
  if (status !== "success") {
    const { error } = Object(result);
    throw new OperateError(`Job ${id} ended as ${status}: ${Object(error).message ?? ""}`);
  }
  return result;
}

type Method = "GET" | "POST" | "PUT";

function send(method: Method, path: string, body?: object) {
  return callPlatform(JSON.stringify({ method, path, body }));
}

async function ask(method: Method, path: string, body?: object): Promise<Record<string, unknown>> {
  return Object(JSON.parse(succeeded(await send(method, path, body))));
}

function succeeded({ status, body }: { status: number; body: string }): string {
  if (status >= 400) {
    throw new OperateError(detailOf(body) ?? `The platform answered with ${status}`);
  }
  return body;
}

function detailOf(body: string): string | undefined {
  try {
    const { detail } = Object(JSON.parse(body));
    return typeof detail === "string" ? detail : undefined;
  } catch {
    return undefined;
  }
}

function ownStatePath(): string {
  return fromEnvironment("OPERATE_STATE_PATH");
}

function fromEnvironment(name: string): string {
  return Deno.env.get(name) ?? "";
}
