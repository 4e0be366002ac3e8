import type { OpenAPIObject } from "trpc-openapi";
import { describe, expect, it } from "vitest";
import { tidyDocument } from "./tidy-document.ts";

const INFO = { openapi: "3.1.0", info: { title: "t", version: "1" } };

type Components = NonNullable<OpenAPIObject["components"]>;
type Schema = NonNullable<Components["schemas"]>[string];
type Parameter = NonNullable<Components["parameters"]>[string];

function tidySchema(schema: Schema): unknown {
  const document = tidyDocument({ ...INFO, components: { schemas: { Sample: schema } } });
  return document.components?.schemas?.["Sample"];
}

function tidyParameter(parameter: Parameter): unknown {
  const document = tidyDocument({ ...INFO, components: { parameters: { Sample: parameter } } });
  return document.components?.parameters?.["Sample"];
}

describe("tidyDocument", () => {
  it("lets an object have other properties", () => {
    expect(tidySchema({ type: "object", additionalProperties: false })).toEqual({ type: "object" });
  });

  it("keeps the schema of other properties", () => {
    const schema: Schema = { type: "object", additionalProperties: { type: "string" } };
    expect(tidySchema(schema)).toEqual(schema);
  });

  it("leaves out a pattern beside a format, and keeps one that stands alone", () => {
    expect(tidySchema({ format: "uuid", pattern: "^x$" })).toEqual({ format: "uuid" });
    expect(tidySchema({ pattern: "^x$" })).toEqual({ pattern: "^x$" });
  });

  it("leaves out the bounds of safe integers, and keeps others", () => {
    const safe = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
    expect(tidySchema({ type: "integer", ...safe })).toEqual({ type: "integer" });
    expect(tidySchema({ minimum: 0, maximum: 9 })).toEqual({ minimum: 0, maximum: 9 });
  });

  it("leaves out that names of properties are strings", () => {
    expect(tidySchema({ propertyNames: { type: "string" } })).toEqual({});
  });

  it("moves a description from a parameter's schema to the parameter", () => {
    const parameter: Parameter = {
      name: "limit",
      in: "query",
      schema: { type: "integer", description: "how many" },
    };
    expect(tidyParameter(parameter)).toEqual({
      name: "limit",
      in: "query",
      description: "how many",
      schema: { type: "integer" },
    });
  });

  it("prefers what the parameter says of itself", () => {
    const parameter: Parameter = { name: "path", in: "path", description: "here", schema: {} };
    const described = { ...parameter, schema: { description: "anywhere" } };
    expect(tidyParameter(described)).toEqual(parameter);
  });
});
