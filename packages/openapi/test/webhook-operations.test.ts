import { RUN_QUERY } from "@getoperate/contract";
import { describe, expect, it } from "vitest";
import {
  codesOf,
  type Operation,
  operationOf,
  operations,
  resolve,
} from "./document-operations.ts";

function parametersIn(operation: Operation, place: string): string[] {
  return (operation.parameters ?? []).flatMap((each) =>
    "in" in each && each.in === place ? [each.name] : [],
  );
}

const RUN = operationOf("jobs.runByPath");
const WAIT = operationOf("jobs.runByHashAndWait");
const PAYLOAD = operationOf("jobs.runByShortPathAndWaitWithPayload");

describe("webhookOperations", () => {
  it("documents every word of the query that is a setting, between them", () => {
    const words = [RUN, WAIT, PAYLOAD].flatMap((operation) => parametersIn(operation, "query"));
    const { token: _, ...settings } = RUN_QUERY;
    expect([...new Set(words)].sort()).toEqual(Object.keys(settings).sort());
  });

  it("answers 201 with the id as text or JSON, and where the job is", () => {
    expect(RUN.responses?.["201"]).toMatchObject({
      headers: { Location: { required: true } },
      content: { "text/plain": {}, "application/json": {} },
    });
    expect(Object.keys(RUN.responses ?? {})).not.toContain("200");
  });

  it("takes a payload where there is no body", () => {
    expect(parametersIn(PAYLOAD, "query")).toContain("payload");
    expect(codesOf(PAYLOAD, "400")).toEqual(["invalid-input", "invalid-payload"]);
    expect(PAYLOAD.requestBody).toBeUndefined();
    expect(parametersIn(WAIT, "query")).not.toContain("payload");
  });

  it("schedules what nobody waits for", () => {
    const schedule = expect.arrayContaining(["scheduled_for", "scheduled_in_secs"]);
    expect(parametersIn(RUN, "query")).toEqual(schedule);
    expect(parametersIn(WAIT, "query")).not.toContain("scheduled_for");
    expect(parametersIn(WAIT, "query")).not.toContain("scheduled_in_secs");
  });

  it("tells that an id can be taken and a queue full, and when to try again", () => {
    for (const operation of [RUN, WAIT, PAYLOAD]) {
      expect(parametersIn(operation, "query")).toContain("job_id");
      expect(codesOf(operation, "409")).toEqual(["conflict"]);
      expect(codesOf(operation, "429")).toEqual(["queue-full"]);
      expect(resolve(operation.responses?.["429"])).toMatchObject({
        headers: { "Retry-After": {} },
      });
    }
  });

  it("takes the status of a script's error where there is one to answer", () => {
    expect(parametersIn(WAIT, "query")).toContain("error_status");
    expect(parametersIn(RUN, "query")).not.toContain("error_status");
  });

  it("tells what a script can do wrong with its answer", () => {
    const wrong = ["internal", "invalid-status-code", "invalid-content-type", "invalid-header"];
    expect(codesOf(WAIT, "500")).toEqual(wrong);
    expect(codesOf(operationOf("jobs.result"), "500")).toEqual(wrong);
    expect(codesOf(RUN, "500")).toEqual(["internal"]);
  });

  it("takes every kind of body", () => {
    expect(Object.keys(Object(WAIT.requestBody).content)).toEqual([
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "text/*",
      "application/xml",
      "application/cloudevents+json",
      "application/cloudevents-batch+json",
    ]);
  });

  it("answers 202 at the deadline, and 201 to who does not want to wait", () => {
    expect(parametersIn(WAIT, "header")).toContain("Prefer");
    expect(WAIT.responses).toMatchObject({
      "200": { headers: { "X-Job-Id": {}, "X-Job-Status": {} } },
      "201": { headers: { Location: {} } },
      "202": { headers: { Location: {}, "Retry-After": {}, "X-Job-Id": {} } },
    });
  });

  it("says that a script may answer with any status and type, where one answers", () => {
    for (const operation of [WAIT, PAYLOAD, operationOf("jobs.result")]) {
      expect(operation.responses).toMatchObject({
        "200": { content: { "application/json": {}, "*/*": {} } },
        default: { headers: { "X-Job-Status": { required: true } }, content: { "*/*": {} } },
      });
    }
    const chosen = operations.filter(({ operation }) => "default" in (operation.responses ?? {}));
    expect(chosen).toHaveLength(7);
  });

  it("streams events, and the rest of them to who says what it has", () => {
    for (const id of ["jobs.runByPathAndStream", "jobs.runByHashAndStreamWithPayload"]) {
      const operation = operationOf(id);
      expect(parametersIn(operation, "header")).toEqual([
        ...["Idempotency-Key", "Last-Event-ID", "Prefer"],
      ]);
      expect(parametersIn(operation, "query")).not.toContain("error_status");
      expect(parametersIn(operation, "query")).not.toContain("scheduled_for");
      expect(operation.responses).toMatchObject({
        "200": { headers: { "X-Job-Id": {} }, content: { "text/event-stream": {} } },
        "204": { description: expect.any(String) },
      });
      expect(codesOf(operation, "429")).toEqual(["queue-full"]);
    }
    const events = operationOf("jobs.events");
    expect(parametersIn(events, "header")).toEqual(["Last-Event-ID"]);
    expect(Object.keys(Object(events.responses?.["200"]).content)).toEqual(["text/event-stream"]);
  });

  it("takes an idempotency key on every run, and says which answers are replays", () => {
    for (const operation of [RUN, WAIT, PAYLOAD, operationOf("jobs.runByHashAndStream")]) {
      expect(parametersIn(operation, "header")).toContain("Idempotency-Key");
      expect(codesOf(operation, "422")).toEqual(["idempotency-mismatch"]);
    }
    expect(WAIT.responses?.["200"]).toMatchObject({ headers: { "Idempotent-Replayed": {} } });
    expect(JSON.stringify(operationOf("jobs.result"))).not.toContain("Idempotent-Replayed");
  });
});
