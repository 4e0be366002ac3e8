export { type ExecutorCases, executorSuite } from "./testing/executor-suite.ts";
export { type RunScriptOptions, runScript, type ScriptRun } from "./testing/run-script.ts";
