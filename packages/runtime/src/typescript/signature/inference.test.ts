import { MAX_SCRIPT_BYTES } from "@getoperate/contract";
import { afterAll, describe, expect, it, vi } from "vitest";
import { childOf, isRunning } from "../../../test/child-processes.ts";
import { findDeno } from "../deno.ts";
import { Inference, type InferenceOptions } from "./inference.ts";

/** A compiler starts in most tests, several at a time. */
vi.setConfig({ testTimeout: 60_000 });

const PLAIN = { name: "main.ts", content: "export function main(a: string) { return a }" };

// More than a computer can list: every order of ten names.
const ENDLESS = {
  name: "main.ts",
  content: `type Orders<T extends string, K = T> =
    [T] extends [never] ? "" : K extends T ? \`\${K}\${Orders<Exclude<T, K>>}\` : never;
    export function main(x: Orders<"a"|"b"|"c"|"d"|"e"|"f"|"g"|"h"|"i"|"j">) { return x }`,
};

const HUGE = {
  name: "main.ts",
  content: `type Build<N extends number, A extends unknown[] = []> =
    A["length"] extends N ? A : Build<N, [...A, A]>;
    export function main(x: Build<900>, ...y: Build<990>) { return [x, y] as const }`,
};

function inferenceWith(options: Partial<InferenceOptions> = {}) {
  const defaults = { deno: findDeno(), heapMib: 128, timeoutMs: 20_000, idleMs: 30_000 };
  return new Inference({ ...defaults, ...options });
}

describe("Inference", () => {
  const shared = inferenceWith();
  afterAll(() => shared[Symbol.asyncDispose]());

  it("answers scripts that come at the same time, each with its own signature", async () => {
    const names = ["a", "b", "c", "d", "e"];
    const answers = await Promise.all(
      names.map((name) =>
        shared.infer({ name: "main.ts", content: `export function main(${name}: string) {}` }),
      ),
    );
    expect(answers.map((answer) => answer.ok && answer.signature.parameters[0]?.name)).toEqual(
      names,
    );
  });

  it("refuses a script of more than 1 MiB at the place where it is too long", async () => {
    const line = "// ä\n";
    const content = line.repeat(MAX_SCRIPT_BYTES / 6 + 1);
    expect(await shared.infer({ name: "main.ts", content })).toEqual({
      ok: false,
      fault: {
        message: "The script is longer than 1048576 bytes.",
        line: Math.floor(MAX_SCRIPT_BYTES / 6) + 1,
        column: 5,
      },
    });
  });

  it("refuses a script with a NUL character, which a database cannot hold", async () => {
    expect(await shared.infer({ name: "main.ts", content: "//\n 'a\0'" })).toMatchObject({
      fault: { line: 2, column: 4 },
    });
  });

  it("refuses a script with half of a surrogate pair", async () => {
    expect(await shared.infer({ name: "main.ts", content: "'a\ud800'" })).toMatchObject({
      fault: { line: 1, column: 3 },
    });
  });

  it("refuses a script that is nested too deeply for the compiler", async () => {
    const content = `export const main = () => ${"(".repeat(200_000)}1${")".repeat(200_000)}`;
    expect(await shared.infer({ name: "main.ts", content })).toMatchObject({
      fault: { message: "The script is nested too deeply." },
    });
    expect(await shared.infer(PLAIN)).toMatchObject({ ok: true });
  });

  it.each(['<reference path="/etc/passwd" />', '<reference types="node" />'])(
    "reads no file that a script refers to: %s",
    async (reference) => {
      const content = `/// ${reference}\n${PLAIN.content}`;
      const answer = await shared.infer({ name: "main.ts", content });
      expect(answer).toMatchObject({ ok: true });
      expect(JSON.stringify(answer)).not.toContain("root:");
    },
  );

  it("refuses a script whose types need too much memory, and goes on", async () => {
    expect(await shared.infer(HUGE)).toMatchObject({
      fault: { message: expect.stringContaining("needed too much memory") },
    });
    expect(await shared.infer(PLAIN)).toMatchObject({ ok: true });
  });

  it("says that it is unavailable where Deno is missing", async () => {
    await using inference = inferenceWith({ deno: "/nowhere/deno" });
    await expect(inference.infer(PLAIN)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe.concurrent("Inference, with a process of its own", () => {
  it("refuses a script whose types take too long, and ends the process", async () => {
    await using inference = inferenceWith({ heapMib: 129, timeoutMs: 500 });
    const answer = inference.infer(ENDLESS);
    const pid = await vi.waitFor(() => childOf("--max-old-space-size=129"));
    expect(await answer).toMatchObject({
      fault: { message: expect.stringContaining("took longer than 0.5 s") },
    });
    expect(isRunning(pid)).toBe(false);
  });

  it("asks again when the process is killed, and ends it after a while without scripts", async () => {
    await using inference = inferenceWith({ heapMib: 130, idleMs: 500 });
    await inference.infer(PLAIN);
    const killed = childOf("--max-old-space-size=130");
    const answer = inference.infer(PLAIN);
    process.kill(killed, "SIGKILL");
    const second = await vi.waitFor(() => {
      const pid = childOf("--max-old-space-size=130");
      expect(pid).not.toBe(killed);
      return pid;
    });
    expect(await answer).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(isRunning(second)).toBe(false), { timeout: 5_000 });
  });

  it("starts no other process for a script that waits when it is disposed", async () => {
    const inference = inferenceWith({ heapMib: 131 });
    const answer = inference.infer(ENDLESS).catch((error: unknown) => error);
    const pid = await vi.waitFor(() => childOf("--max-old-space-size=131"));
    await inference[Symbol.asyncDispose]();
    expect(await answer).toMatchObject({ code: "unavailable" });
    expect(isRunning(pid)).toBe(false);
    expect(() => childOf("--max-old-space-size=131")).toThrow();
  });
});
