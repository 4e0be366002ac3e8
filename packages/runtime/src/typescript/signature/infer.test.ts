import { describe, expect, it } from "vitest";
import { argumentsOf, infer, resultOf, signatureOf } from "../../../test/signature/inferrer.ts";

const text = { type: "string" };
const number = { type: "number" };
const object = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  ...(required.length === 0 ? {} : { required }),
});

describe("createInferrer", () => {
  describe("arguments", () => {
    it.each([
      ["string", text],
      ["number", number],
      ["boolean", { type: "boolean" }],
      ["null", { type: "null" }],
      ["any", {}],
      ["unknown", {}],
      ["object", { type: "object" }],
      ["{}", {}],
      ["bigint", {}],
      ["symbol", {}],
      ["() => void", {}],
      ["'a'", { type: "string", const: "a" }],
      ["1 | 2", { type: "number", enum: [1, 2] }],
      ["true", { type: "boolean", const: true }],
      ["'a' | 'b'", { type: "string", enum: ["a", "b"] }],
      ["string | null", { type: ["string", "null"] }],
      ["string | number", { type: ["string", "number"] }],
      ["'a' | null", { anyOf: [{ type: "string", const: "a" }, { type: "null" }] }],
      [
        "'a' | 5",
        {
          anyOf: [
            { type: "string", const: "a" },
            { type: "number", const: 5 },
          ],
        },
      ],
      ["`id-${string}`", text],
      ["Uppercase<string>", text],
      ["Date", { type: "string", format: "date-time" }],
      ["URL", text],
      ["string[]", { type: "array", items: text }],
      ["readonly (string | null)[]", { type: "array", items: { type: ["string", "null"] } }],
      [
        "[string, number]",
        { type: "array", prefixItems: [text, number], minItems: 2, maxItems: 2 },
      ],
      [
        "[string, number?]",
        { type: "array", prefixItems: [text, number], minItems: 1, maxItems: 2 },
      ],
      ["[string, ...number[]]", { type: "array", prefixItems: [text], items: number, minItems: 1 }],
      ["Record<string, number>", { type: "object", additionalProperties: number }],
      ["{[key: string]: string}", { type: "object", additionalProperties: text }],
      ["{a: string; b?: number}", object({ a: text, b: number }, ["a"])],
      ["{a: string | undefined}", object({ a: text }, [])],
      ["{a: {b: string}}", object({ a: object({ b: text }) })],
      ["{'a-b': 1}", object({ "a-b": { type: "number", const: 1 } })],
      ["Partial<{a: string}>", object({ a: text }, [])],
      ["Pick<{a: string; b: number}, 'b'>", object({ b: number })],
      ["{a: string} & {b: number}", object({ a: text, b: number })],
      ["string & {readonly brand: 'id'}", text],
      ["{a: string} | null", { anyOf: [object({ a: text }), { type: "null" }] }],
      ["Map<string, number>", {}],
      ["Uint8Array", {}],
      ["Promise<string>", {}],
    ])("describes %s", (type, schema) => {
      expect(argumentsOf(`value: ${type}`)).toEqual({ value: schema });
    });

    it("keeps the order of the parameters", () => {
      const { schema } = signatureOf("export function main(z: string, a: string, m: string) {}");
      expect(JSON.stringify(schema)).toContain('"properties":{"z":');
      expect(Object.keys(Object(schema["properties"]))).toEqual(["z", "a", "m"]);
    });

    it("requires what is not optional and has no default", () => {
      const { schema } = signatureOf(
        "export function main(a: string, b?: string, c = 1, d: string | undefined, e: any) {}",
      );
      expect(schema["required"]).toEqual(["a", "e"]);
    });

    it.each([
      ["5", 5],
      ["-5", -5],
      ["'text'", "text"],
      ["`text`", "text"],
      ["true", true],
      ["null", null],
      ["[1, [2]]", [1, [2]]],
      ["{a: 1, 'b': {c: null}}", { a: 1, b: { c: null } }],
      ["('x' as const)", "x"],
      ["LIMIT", 10],
    ])("takes the default %s", (expression, value) => {
      const types = "const LIMIT = 10;";
      expect(argumentsOf(`value: any = ${expression}`, types)).toEqual({
        value: { default: value },
      });
    });

    it.each(["new Date()", "Math.random()", "undefined", "{...other}", "[other]", "1e999", "/x/"])(
      "leaves out the default %s, which is no constant",
      (expression) => {
        const types = "declare const other: any;";
        expect(argumentsOf(`value: any = ${expression}`, types)).toEqual({ value: {} });
      },
    );

    it("takes an enum's values and its default", () => {
      const types = "enum Level { Low = 'low', High = 'high' } enum Bit { Off, On }";
      expect(argumentsOf("level: Level, bit = Bit.On", types)).toEqual({
        level: { type: "string", enum: ["low", "high"] },
        bit: { type: "number", enum: [0, 1], default: 1 },
      });
    });

    it("instantiates generic types", () => {
      const types = "interface Page<T> { items: T[]; next?: string }";
      const page = object({ items: { type: "array", items: text }, next: text }, ["items"]);
      expect(argumentsOf("page: Page<string>", types)).toEqual({ page });
    });

    it("takes a type parameter as its constraint", () => {
      const { schema } = signatureOf("export function main<T extends {id: string}>(x: T) {}");
      expect(schema["properties"]).toEqual({ x: object({ id: text }) });
    });

    it("takes a rest parameter as an array that may be left out", () => {
      const { schema, parameters } = signatureOf("export function main(...n: number[]) {}");
      expect(schema["properties"]).toEqual({ n: { type: "array", items: number } });
      expect(schema["required"]).toBeUndefined();
      expect(parameters).toEqual([{ name: "n", rest: true }]);
    });

    it("names a parameter that is taken apart by its position and says so", () => {
      const { parameters, warnings } = signatureOf(
        "export function main({a}: {a: string}, arg1: string) {}",
      );
      expect(parameters.map(({ name }) => name)).toEqual(["_arg1", "arg1"]);
      expect(warnings[0]).toContain("called _arg1");
    });

    it("keeps a parameter called __proto__", () => {
      expect(JSON.stringify(argumentsOf("__proto__: string"))).toBe(
        '{"__proto__":{"type":"string"}}',
      );
    });

    it("says that a Date arrives as text", () => {
      const { warnings } = signatureOf("export function main(when: Date) {}");
      expect(warnings).toEqual([expect.stringContaining("arrives as text")]);
    });
  });

  describe("results", () => {
    it.each([
      ["", { type: "null" }],
      ["return 'a' + 'b'", text],
      ["return [1, null, undefined]", { type: "array", items: { type: ["number", "null"] } }],
      ["return {}", { type: "object" }],
      ["return Promise.resolve(Promise.resolve(1))", number],
      ["if (Math.random() > 1) { return 'x'.trim() }", { type: ["string", "null"] }],
      ["return Math.random() > 1 ? {a: 1} : 's'.trim()", { anyOf: [text, object({ a: number })] }],
      [
        "return {at: new Date(), to: undefined}",
        object({ at: { type: "string", format: "date-time" }, to: { type: "null" } }, ["at"]),
      ],
      [
        "return ['a', 1] as const",
        {
          type: "array",
          prefixItems: [
            { type: "string", const: "a" },
            { type: "number", const: 1 },
          ],
          minItems: 2,
          maxItems: 2,
        },
      ],
      ["throw new Error()", { type: "null" }],
      ["return JSON.parse('1')", {}],
      ["return (await fetch('x')).ok", { type: "boolean" }],
      ["return Deno.build.arch", { type: "string", enum: ["x86_64", "aarch64"] }],
      ["return {call() {}, run: () => 1, a: 1}", object({ a: number })],
      ["return new Map()", {}],
      ["return new Error('x')", { type: "object" }],
    ])("infers %s", (body, schema) => {
      expect(resultOf(body)).toEqual(schema);
    });

    it("shows what JSON shows of an instance", () => {
      const types = `class Point { static s = 1; #hidden = 1; private kept = 1; get double() { return 2 }
        constructor(public x: number) {} move() {} }`;
      expect(resultOf("return new Point(1)", types)).toEqual(object({ kept: number, x: number }));
    });

    it("takes what toJSON returns", () => {
      const types = "class Money { toJSON() { return 'EUR 1'.trim() } }";
      expect(resultOf("return [new Money()]", types)).toEqual({ type: "array", items: text });
    });

    it.each(["async function* main() { yield {a: 1} }", "function* main() { yield {a: 1} }"])(
      "describes the items of a stream: %s",
      (main) => {
        const { resultSchema, warnings } = signatureOf(`export ${main}`);
        expect(resultSchema).toMatchObject({ type: "array", items: object({ a: number }) });
        expect(warnings).toEqual([expect.stringContaining("stream")]);
      },
    );

    it("leaves modules of Node open without a warning", () => {
      const source = 'import fs from "node:fs"; export const main = () => fs.readFileSync("x");';
      expect(signatureOf(source).warnings).toEqual([]);
    });
  });

  describe("named types", () => {
    const tree = "interface Tree { value: string; children: Tree[] }";
    const definition = object({
      value: text,
      children: { type: "array", items: { $ref: "#/$defs/Tree" } },
    });

    it("refers to a type that contains itself", () => {
      const { schema } = signatureOf(`${tree} export function main(tree: Tree) {}`);
      expect(schema).toMatchObject({
        properties: { tree: { $ref: "#/$defs/Tree" } },
        $defs: { Tree: definition },
      });
    });

    it("refers to a result that contains itself", () => {
      expect(resultOf("return root", `${tree} declare const root: Tree;`)).toEqual({
        $ref: "#/$defs/Tree",
        $defs: { Tree: definition },
      });
    });

    it("puts a type that is used once where it is used", () => {
      const types = "type Address = {city: string};";
      expect(argumentsOf("address?: Address", types)).toEqual({ address: object({ city: text }) });
    });

    it("describes a type that is used twice once", () => {
      const source =
        "type Address = {city: string}; export function main(a: Address, b: Address) {}";
      const { schema } = signatureOf(source);
      expect(schema["properties"]).toEqual({
        a: { $ref: "#/$defs/Address" },
        b: { $ref: "#/$defs/Address" },
      });
    });

    it("tells types of the same name apart", () => {
      const source = `function one() { type T = {a: T[]}; return null as unknown as T }
        function two() { type T = {b: T[]}; return null as unknown as T }
        export const main = () => ({one: one(), two: two()});`;
      const { resultSchema } = signatureOf(source);
      expect(Object.keys(Object(resultSchema["$defs"]))).toEqual(["T", "T_2"]);
    });
  });

  describe("descriptions", () => {
    const source = `
      interface Order {
        /** In cents. */
        price: number;
      }
      /**
       * Places an order.
       * @param order what to buy
       * @returns its number
       */
      export async function main(order: Order) { return 1 + order.price; }`;

    it("come from the comments of main, its parameters and properties", () => {
      expect(signatureOf(source).schema).toMatchObject({
        description: "Places an order.",
        properties: {
          order: {
            description: "what to buy",
            properties: { price: { type: "number", description: "In cents." } },
          },
        },
      });
    });

    it("come from @returns", () => {
      expect(signatureOf(source).resultSchema["description"]).toBe("its number");
    });

    it("are not taken from the types of Deno", () => {
      expect(JSON.stringify(resultOf("return Deno.stat('x')"))).not.toContain("description");
    });
  });

  describe("main", () => {
    it.each([
      "export function main() { return 1 + 1 }",
      "export async function main() { return 1 + 1 }",
      "export const main = () => 1 + 1;",
      "export const main = async function () { return 1 + 1 };",
      "function run() { return 1 + 1 } export { run as main };",
      "const make = () => () => 1 + 1; export const main = make();",
      "export function main(a: string): number; export function main() { return 1 + 1 }",
      "#!/usr/bin/env deno\nexport function main() { return 1 + 1 }",
    ])("is found in %s", (source) => {
      expect(signatureOf(source).resultSchema).toMatchObject({ type: "number" });
    });

    it("is bound to the parameters of its implementation, not of an overload", () => {
      const source = `export function main(text: string): void; export function main(value: any) {}`;
      expect(signatureOf(source).parameters).toEqual([{ name: "value", rest: false }]);
    });

    it.each([
      ["", 1, 1],
      ["export default function main() {}", 1, 1],
      ["function main() {}", 1, 1],
      ["export type main = () => void", 1, 1],
      ["export declare function main(): void", 1, 1],
      ["\nexport const main = 5;", 2, 14],
      ["\n  export class main {}", 2, 3],
      ["export const main: any = 5;", 1, 14],
    ])("is missed in %j", (source, line, column) => {
      expect(infer({ name: "main.ts", content: source })).toMatchObject({
        ok: false,
        fault: { message: expect.stringContaining("main"), line, column },
      });
    });
  });

  describe("faults", () => {
    it.each([
      ["export function main( {", 1, 24],
      ["export function main() {}\n\n  let = ;", 3, 9],
    ])("name the place of the syntax error in %j", (source, line, column) => {
      expect(infer({ name: "main.ts", content: source })).toMatchObject({
        ok: false,
        fault: { line, column },
      });
    });

    it.each([
      ['import x from "npm:lodash";', "npm:lodash", 15],
      ['import "jsr:@std/assert";', "jsr:@std/assert", 8],
      ['export * from "./other.ts";', "./other.ts", 15],
      ['import type { X } from "https://example.com/x.ts";', "https://example.com/x.ts", 24],
      ['const x = await import("lodash");', "lodash", 24],
      ['import x = require("lodash");', "lodash", 20],
      ['import "node:nothing";', "node:nothing", 8],
      ['import "data:text/javascript,1";', "data:text/javascript,1", 8],
    ])("name the dependency in %s", (source, name, column) => {
      expect(infer({ name: "main.ts", content: `${source} export function main() {}` })).toEqual({
        ok: false,
        fault: { message: expect.stringContaining(`"${name}"`), line: 1, column },
      });
    });

    it("say how to write a module of Node", () => {
      expect(infer({ name: "main.ts", content: 'import "fs";' })).toMatchObject({
        fault: { message: expect.stringContaining('"node:fs"') },
      });
    });

    it("are not made of type errors, which are warnings", () => {
      const { warnings } = signatureOf("export function main(): string { return 5 }");
      expect(warnings).toEqual([expect.stringMatching(/^Line 1, column \d+: .*number/)]);
    });

    it("name three type errors at most", () => {
      const { warnings } = signatureOf(
        `${"const a: string = 1;".repeat(9)} export function main() {}`,
      );
      expect(warnings).toHaveLength(4);
    });
  });

  describe("JavaScript", () => {
    it("takes types from JSDoc", () => {
      const source = `/** @param {string} name who\n * @param {number} [n]\n * @returns {Promise<string[]>} */
        export async function main(name, n, other) { return [name] }`;
      const { schema, resultSchema } = signatureOf(source, "main.js");
      expect(schema).toMatchObject({
        properties: { name: { type: "string", description: "who" }, n: number, other: {} },
        required: ["name", "other"],
      });
      expect(resultSchema).toMatchObject({ type: "array", items: text });
    });

    it("refuses types in the source", () => {
      expect(
        infer({ name: "main.js", content: "export function main(a: string) {}" }),
      ).toMatchObject({
        ok: false,
        fault: { line: 1, column: 25 },
      });
    });
  });
});
