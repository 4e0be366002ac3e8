import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Example, readmeExamples } from "./support/readme.ts";
import { COMPILERS, type UserProject, userProject } from "./support/user-project.ts";

const NODE = { types: ["node"], lib: ["es2022", "esnext.disposable"] };

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
    expect(examples).toHaveLength(5);
  });

  it.each(Object.entries(COMPILERS))("compiles under %s", async (_name, compiler) => {
    const files = examples.map(({ name }) => `${name}.ts`);
    await project.check(compiler, files, NODE);
    await project.check(compiler, files, { ...NODE, module: "esnext", moduleResolution: "bundler" });
  });

  it.each(Object.entries(COMPILERS))("compiles for browsers under %s", async (_name, compiler) => {
    const imports = 'import { createClient } from "@getoperate/client";';
    await project.write("page.ts", `${imports}\nexport const make = createClient;\n`);
    await project.check(compiler, ["page.ts"], { lib: ["es2022", "dom"] });
  });

  it("has types that find a mistake", async () => {
    const imports = 'import { createClient } from "@getoperate/client";';
    const call = 'createClient({ baseUrl: "", token: "", workspace: "" }).rest.GET("/nothing");';
    await project.write("mistake.ts", `${imports}\n${call}\n`);
    const checked = project.check(COMPILERS["native TypeScript"], ["mistake.ts"], NODE);
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
