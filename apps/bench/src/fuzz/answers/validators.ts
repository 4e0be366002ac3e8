import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { ApiDocument, Schema } from "../document.ts";

/** Says what is wrong with a value under a schema of the document; undefined if nothing is. */
export type Validate = (schema: Schema, value: unknown) => string | undefined;

const ID = "https://getoperate.invalid/openapi.json";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Validators of JSON Schema 2020-12, as OpenAPI 3.1 uses it; each schema is compiled once. */
export function documentValidator({ root }: ApiDocument): Validate {
  const ajv = new Ajv2020({ strict: false, logger: false });
  ajv.addFormat("uuid", UUID);
  ajv.addFormat("date-time", {
    validate: (text: string) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
  });
  ajv.addSchema({ ...root, $id: ID });
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema, value) => {
    let validate = compiled.get(schema);
    if (validate === undefined) {
      validate = ajv.compile(withWholeReferences(schema));
      compiled.set(schema, validate);
    }
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: "" });
  };
}

/** References of the document stand for places in it, also from a schema that was taken out. */
function withWholeReferences(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${ID}#/`));
}
