import { text } from "node:stream/consumers";
import type { RunnerProgram } from "../../src/executor.ts";
import { spawnRunner } from "../../src/process/spawn.ts";
import { launchInBubblewrap } from "../../src/sandbox/bubblewrap.ts";
import { findBubblewrap } from "../../src/sandbox/find-bubblewrap.ts";
import { findNetwork } from "../../src/sandbox/network.ts";

/**
 * Runs bodies of async functions in Node in the sandbox of a runner, one after the other: as if
 * somebody had got past all that Deno forbids. What they return comes back, or the error's code.
 */
export async function runNative<Name extends string>(
  bodies: Readonly<Record<Name, string>>,
): Promise<Readonly<Record<Name, unknown>>> {
  const functions = Object.entries(bodies).map(
    ([name, body]) => `[${JSON.stringify(name)}, async () => { ${body} }],`,
  );
  const report = `(async () => {
    const ends = {};
    for (const [name, act] of [${functions.join("\n")}]) {
      ends[name] = await act().then((value) => value ?? null, ({ code, message }) => code ?? message);
    }
    console.log(JSON.stringify(ends));
    process.exit(0);
  })();`;
  const program: RunnerProgram = {
    name: "node",
    executable: process.execPath,
    innerExecutable: "/runner/program",
    files: [],
    filesFolder: "/",
    systemFolders: ["/lib", "/lib64", "/usr/lib", "/usr/lib64"],
    needsSandbox: true,
    isPrestarted: false,
    arguments: () => ["-e", report],
    environment: () => ({}),
    dataMib: () => 8 * 1024,
  };
  const { output } = spawnRunner(
    launchInBubblewrap(await findBubblewrap(), program, {
      memoryMib: 256,
      network: await findNetwork({ kind: "public", allow: [] }),
    }),
  );
  const written = await text(output);
  return JSON.parse(written.split("\n").findLast((line) => line !== "") ?? "null");
}
