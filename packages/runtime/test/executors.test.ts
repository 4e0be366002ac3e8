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
  streaming: "export async function* main(value) { yield 1; yield value; }",
};

const createSandboxed = () => createRuntime({ sandbox: "bubblewrap", maxRunners: 4 });

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
