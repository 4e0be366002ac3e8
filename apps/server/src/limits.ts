import {
  LIMIT_UNITS,
  type Limit,
  MAX_BATCH_CALLS,
  MAX_PAGE_SIZE,
  MAX_PATH_LENGTH,
  MAX_RESOURCE_BYTES,
  MAX_SCRIPT_BYTES,
  MAX_STATE_BYTES,
  MAX_VARIABLE_LENGTH,
  MAX_WAIT_SECONDS,
} from "@getoperate/contract";
import { MAX_DEPTH, MAX_FIELDS, MAX_PARTS } from "@getoperate/webhook";
import { z } from "zod";
import { type Config, Environment } from "./config.ts";

type Fixed = Omit<Limit, "setting">;

const FIXED: readonly Fixed[] = [
  {
    name: "script",
    value: MAX_SCRIPT_BYTES,
    unit: "bytes",
    description: "Most of a script's source",
  },
  {
    name: "variable",
    value: MAX_VARIABLE_LENGTH,
    unit: "characters",
    description: "Longest value of a variable",
  },
  {
    name: "resource",
    value: MAX_RESOURCE_BYTES,
    unit: "bytes",
    description: "Most of a resource's JSON",
  },
  { name: "state", value: MAX_STATE_BYTES, unit: "bytes", description: "Most of a state's JSON" },
  { name: "path", value: MAX_PATH_LENGTH, unit: "characters", description: "Longest path" },
  { name: "page", value: MAX_PAGE_SIZE, unit: "count", description: "Most entries of a page" },
  { name: "wait", value: MAX_WAIT_SECONDS, unit: "seconds", description: "Longest `?wait=`" },
  {
    name: "json_depth",
    value: MAX_DEPTH,
    unit: "levels",
    description: "Deepest JSON of a request",
  },
  { name: "form_fields", value: MAX_FIELDS, unit: "count", description: "Most fields of a form" },
  { name: "multipart_parts", value: MAX_PARTS, unit: "count", description: "Most parts of a body" },
  { name: "batch", value: MAX_BATCH_CALLS, unit: "count", description: "Most calls of a batch" },
];

const Bound = z.object({ description: z.string(), unit: z.enum(LIMIT_UNITS) });

/** Every bound that this instance keeps: its settings that have a unit, and what is fixed. */
export function limitsOf(config: Config): Limit[] {
  const values = new Map<string, unknown>(Object.entries(config));
  const settings = Object.entries(Environment.shape).flatMap(([setting, schema]): Limit[] => {
    const { data: bound } = Bound.safeParse(schema.meta());
    const value = values.get(setting);
    const name = setting.replace("OPERATE_", "").toLowerCase();
    return bound === undefined || typeof value !== "number"
      ? []
      : [{ name, value, setting, ...bound }];
  });
  return [...settings, ...FIXED.map((limit) => ({ ...limit, setting: null }))];
}
