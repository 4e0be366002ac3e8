import { type Fault, type JsonText, OperateError, Timestamp } from "@getoperate/contract";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

/** Throws `invalid-input` with a JSON Pointer for each fault of the arguments. */
export type ArgumentsCheck = (args: JsonText) => void;

/** More faults than this help nobody. */
const MOST_FAULTS = 100;

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** For versions that do not ask for checked arguments. */
export const uncheckedArguments: ArgumentsCheck = () => undefined;

/** The check that a version's inferred schema, as JSON text, makes of its arguments. */
export function argumentsCheckOf(schema: JsonText): ArgumentsCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  ajv.addFormat("date-time", (text) => Timestamp.safeParse(text).success);
  ajv.addFormat("date", DATE);
  ajv.addFormat("uuid", UUID);
  const validate = ajv.compile(JSON.parse(schema));
  return (args) => {
    if (!validate(JSON.parse(args))) {
      const errors = (validate.errors ?? []).slice(0, MOST_FAULTS).map(toFault);
      const [first] = errors;
      const detail = first === undefined ? "" : `${first.pointer || "/"} ${first.detail}`;
      throw new OperateError("invalid-input", `The arguments do not fit the script: ${detail}`, {
        errors,
      });
    }
  };
}

function toFault({ instancePath, keyword, params, message }: ErrorObject): Fault {
  if (keyword === "required") {
    return { pointer: `${instancePath}/${params["missingProperty"]}`, detail: "is required" };
  }
  return { pointer: instancePath, detail: message ?? "is not valid" };
}
