import { readdir, readFile } from "node:fs/promises";
import { parse } from "node:path";
import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readExamples } from "../src/index.ts";

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance[Symbol.asyncDispose]());

describe("readExamples", () => {
  it("reads every script of the folder", async () => {
    const files = await readdir(new URL("../scripts/", import.meta.url));
    const paths = (await readExamples()).map(({ path }) => path);
    expect(paths.toSorted()).toEqual(
      files.map((file) => `f/examples/${parse(file).name}`).toSorted(),
    );
  });

  it("gives scripts of which all is inferred, as they are", async () => {
    for (const example of await readExamples()) {
      const { path } = example;
      const answer = await instance.request("POST", "/scripts", { body: example });
      expect([path, answer.status, Object(answer.json()).warnings]).toEqual([path, 201, []]);
    }
  });

  it("gives what apps/docs/examples.md describes, each with a link", async () => {
    const page = await readFile(new URL("../../../apps/docs/examples.md", import.meta.url), "utf8");
    for (const { path, language } of await readExamples()) {
      const name = path.replace("f/examples/", "");
      const ending = language === "python" ? "py" : "ts";
      expect(page).toContain(`(../../packages/examples/scripts/${name}.${ending})`);
      expect(page).toContain(`p/f/examples/${name}`);
    }
  });
});
