/** What the compiler knows of the library that scripts import; a test holds it against the library. */
export const LIBRARY_DECLARATION = `
declare module "operate" {
  /** The platform refused a question, or a script that was run failed. */
  export class OperateError extends Error {}
  /** The text of a variable; a secret is masked in what the job puts out from then on. */
  export function getVariable(path: string): Promise<string>;
  /** The JSON of a resource, with what its references stand for. */
  export function getResource<Value = any>(path: string): Promise<Value>;
  /** What this script remembers, or another of that path; null: nothing. */
  export function getState<Value = any>(path?: string): Promise<Value>;
  /** Lets this script, or another, remember a JSON value; null forgets. */
  export function setState(value: unknown, path?: string): Promise<void>;
  /** Says how far this job is, 0 to 100. */
  export function setProgress(percent: number): Promise<void>;
  /** Starts a script and answers with its job's id. */
  export function runScriptAsync(path: string, args?: object): Promise<string>;
  /** Runs a script and answers with its result; throws an OperateError if it fails. */
  export function runScript<Result = any>(path: string, args?: object): Promise<Result>;
  /** Waits for the end of a job and answers with its result; throws an OperateError if it failed. */
  export function waitForJob<Result = any>(id: string): Promise<Result>;
}
`;
