import { createRuntime } from "../src/index.ts";
import { type ExecutorCases, executorSuite } from "../src/testing.ts";

const JAVASCRIPT: Omit<ExecutorCases, "language"> = {
  echo: "export function main(value) { return value; }",
  throwing: `export async function main(value) {
    throw Object.assign(new TypeError(value), { code: 7 });
  }`,
  exiting: "export function main() { Deno.exit(3); }",
  busy: "export function main() { for (;;) {} }",
  waiting: `export async function main() { console.log("waiting"); await new Promise(() => {}); }`,
  logging: `export function main(value) { console.log("x".repeat(value)); return "done"; }`,
  interleaving: `export function main() { console.log("out"); console.error("err"); console.log("out"); }`,
  returningNoJson: "export function main() { return { n: 1n }; }",
  environment: "export function main() { return Deno.env.toObject(); }",
  counting: "let count = 0; export function main() { count += 1; return count; }",
  allocating: "export function main() { const all = []; for (;;) all.push([all.length]); }",
  notParsing: "export function main( {",
  withoutMain: "export const other = 1;",
  preprocessing: `export const preprocessor = ({ body }) => ({ value: body });
    export const main = (value) => value;`,
  streaming: "export async function* main(value) { yield 1; yield value; }",
  streamingThenThrowing: "export function* main(value) { yield 1; throw new Error(value); }",
};

const createSandboxed = () =>
  createRuntime({ sandbox: "bubblewrap", maxRunners: 4, memoryMib: 128 });

executorSuite({ language: "javascript", ...JAVASCRIPT }, createSandboxed);

executorSuite(
  {
    language: "typescript",
    ...JAVASCRIPT,
    echo: "export function main<T>(value: T): T { return value as T; }",
    throwing: `class Broken extends Error { readonly code: number = 7; }
      export async function main(value: string): Promise<never> { throw new Broken(value); }`,
  },
  createSandboxed,
);
