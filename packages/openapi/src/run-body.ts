import { z } from "zod";

const Fields = z.record(z.string(), z.unknown());

/** Any body a sender may have; how it becomes arguments depends on its type alone. */
export const RUN_BODY = {
  description: "The arguments by name; an empty body has none",
  required: false,
  content: {
    "application/json": {
      schema: z.unknown().describe("An object's keys are the arguments; anything else is `body`"),
    },
    "application/x-www-form-urlencoded": {
      schema: Fields.describe("An argument a field; a repeated field is an array"),
    },
    "multipart/form-data": {
      schema: Fields.describe("An argument a part; a file is `{filename, type, size, data}`"),
    },
    "text/*": { schema: z.string().describe("The argument `raw_string`") },
    "application/xml": { schema: z.string().describe("The argument `raw_string`") },
    "application/cloudevents+json": {
      schema: Fields.describe("The event's data are the arguments"),
    },
    "application/cloudevents-batch+json": {
      schema: z.array(Fields).describe("The data of the events are the argument `body`"),
    },
  },
};
