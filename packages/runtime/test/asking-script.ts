import type { PlatformAnswer, PlatformCall } from "@getoperate/contract";
import type { Runtime } from "../src/index.ts";
import { type RunScriptOptions, runScript, type ScriptRun } from "../src/testing/run-script.ts";

/** What the libraries read of a job's environment. */
export const ASKING_ENVIRONMENT = { OPERATE_JOB_ID: "job-1", OPERATE_STATE_PATH: "f/a/own" };

/** What the platform answers with a JSON value. */
export function answerOf(value: unknown, status = 200): PlatformAnswer {
  return { status, body: JSON.stringify(value) };
}

/** Runs a script that asks the platform, and says what it asked. */
export async function runAsking(
  runtime: Runtime,
  content: string,
  options: RunScriptOptions & { readonly answer: (call: PlatformCall) => PlatformAnswer },
): Promise<ScriptRun & { readonly calls: readonly PlatformCall[] }> {
  const { answer, ...others } = options;
  const calls: PlatformCall[] = [];
  const onCall = async (call: PlatformCall) => {
    calls.push(call);
    return answer(call);
  };
  return {
    ...(await runScript(runtime, content, { env: ASKING_ENVIRONMENT, onCall, ...others })),
    calls,
  };
}
