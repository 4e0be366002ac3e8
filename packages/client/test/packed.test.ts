import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Example, readmeExamples } from "./support/readme.ts";
import { COMPILERS, type UserProject, userProject } from "./support/user-project.ts";

/** What the README asks for, for all of the package and for REST alone. */
const ALL = { types: ["node"], lib: ["es2022", "dom", "esnext.disposable"] };
const REST_IN_NODE = { types: ["node"], lib: ["es2022"] };
const REST_IN_BROWSERS = { lib: ["es2022", "dom"] };
const IMPORT = 'import { createClient } from "@getoperate/client";';

let instance: TestInstance;
let project: UserProject;
let examples: Example[];

beforeAll(async () => {
  [instance, project, examples] = await Promise.all([
    testInstance(),
    userProject(),
    readmeExamples(),
  ]);
  await instance.deploy("u/admin/double", "export function main(n: number) { return n * 2; }");
  await instance.deploy(
    "u/admin/count",
    "export function* main(n: number) { for (let at = 1; at <= n; at += 1) yield at; }",
  );
  for (const { name, code } of examples) {
    await project.write(`${name}.ts`, code.replace("http://127.0.0.1:8000", instance.url));
  }
}, 120_000);

afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await instance[Symbol.asyncDispose]();
});

describe("the packed package", () => {
  it("does what its README says", async () => {
    const environment = { OPERATE_TOKEN: ADMIN_TOKEN };
    for (const { name, prints } of examples) {
      const output = await project.run(`${name}.ts`, environment);
      expect(output.trimEnd().split("\n"), name).toEqual(prints);
    }
    expect(examples).toHaveLength(6);
  });

  it.each([
    { compiler: "TypeScript 5.9", resolution: { module: "nodenext" } },
    { compiler: "native TypeScript", resolution: { module: "nodenext" } },
    {
      compiler: "native TypeScript",
      resolution: { module: "esnext", moduleResolution: "bundler" },
    },
  ] as const)(
    "compiles under $compiler with modules as $resolution.module",
    async ({ compiler, resolution }) => {
      const files = examples.map(({ name }) => `${name}.ts`);
      await project.check(COMPILERS[compiler], files, { ...ALL, ...resolution });
    },
    60_000,
  );

  it.each([
    ["Node", REST_IN_NODE],
    ["browsers", REST_IN_BROWSERS],
  ])("compiles for %s without tRPC's needs", async (_name, options) => {
    await project.write("rest.ts", `${IMPORT}\nexport const make = createClient;\n`);
    await project.check(COMPILERS["native TypeScript"], ["rest.ts"], options);
  });

  it("has types that find a mistake", async () => {
    const call =
      'createClient({ baseUrl: "", token: "", workspace: "" }).rest.GET("/nothing", {});';
    await project.write("mistake.ts", `${IMPORT}\n${call}\n`);
    const checked = project.check(COMPILERS["native TypeScript"], ["mistake.ts"], REST_IN_NODE);
    await expect(checked).rejects.toThrow(/mistake\.ts\(2,.*"\/nothing"/);
  });

  it("brings neither tests nor packages of ours", async () => {
    const scope = join(project.folder, "node_modules/@getoperate");
    expect(await readdir(scope)).toEqual(["client"]);
    const files = await readdir(join(scope, "client"), { recursive: true });
    expect(files.filter((file) => /test/.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["README.md", "dist/index.js", "src/index.ts"]));
  });
});
