import { describe, expect, it } from "vitest";
import { JobFailedError, OperateApiError } from "../errors.ts";
import { jobIdOf, resultFrom } from "./job-end.ts";

const ID = "01980000-0000-7000-8000-000000000001";

function answer(
  body: string | Uint8Array<ArrayBuffer> | null,
  type: string,
  { status = 200, jobStatus = "success" }: { status?: number; jobStatus?: string } = {},
): Response {
  const headers = { "Content-Type": type, "X-Job-Id": ID, "X-Job-Status": jobStatus };
  return new Response(body, { status, headers });
}

describe("resultFrom", () => {
  it("reads JSON as its value", async () => {
    expect(await resultFrom(answer('{"n":1}', "application/json; charset=utf-8"))).toEqual({
      n: 1,
    });
    expect(await resultFrom(answer("[]", "application/hal+json"))).toEqual([]);
    expect(await resultFrom(answer("null", "application/json"))).toBe(null);
  });

  it("reads text as a string, also where it looks like JSON", async () => {
    expect(await resultFrom(answer("1", "text/csv"))).toBe("1");
    expect(await resultFrom(answer("<a/>", "application/xml"))).toBe("<a/>");
  });

  it("reads anything else as bytes", async () => {
    const bytes = new Uint8Array([0, 255]);
    expect(await resultFrom(answer(bytes, "image/png"))).toEqual(bytes);
  });

  it("has no result where there is no body", async () => {
    expect(await resultFrom(answer(null, "text/plain", { status: 204 }))).toBe(undefined);
  });

  it("takes the status that a script chose for no failure", async () => {
    expect(await resultFrom(answer('"x"', "application/json", { status: 404 }))).toBe("x");
    const problem = answer('{"code":"own"}', "application/problem+json", { status: 422 });
    expect(await resultFrom(problem)).toEqual({ code: "own" });
  });

  it("throws what the script threw, with the error's own properties", async () => {
    const body = '{"error":{"name":"TypeError","message":"no","field":"n"}}';
    const failed = resultFrom(answer(body, "application/json", { jobStatus: "failure" }));
    await expect(failed).rejects.toThrow(JobFailedError);
    await expect(failed).rejects.toMatchObject({
      message: "no",
      jobId: ID,
      status: "failure",
      scriptError: { name: "TypeError", message: "no", field: "n" },
    });
  });

  it("throws for a job that was canceled", async () => {
    const canceled = resultFrom(answer("{}", "application/json", { jobStatus: "canceled" }));
    await expect(canceled).rejects.toMatchObject({
      name: "JobFailedError",
      status: "canceled",
      scriptError: { name: "Error", message: "The job did not succeed." },
    });
  });

  it("throws for a result that the server could not put into HTTP", async () => {
    const problem = { code: "invalid-header", detail: "no", instance: "r1", status: 500 };
    const refused = resultFrom(
      answer(JSON.stringify(problem), "application/problem+json", { status: 500 }),
    );
    await expect(refused).rejects.toThrow(OperateApiError);
    await expect(refused).rejects.toMatchObject({ code: "invalid-header", requestId: "r1" });
  });
});

describe("jobIdOf", () => {
  it("knows the job of an answer", async () => {
    expect(await jobIdOf(answer("1", "application/json"))).toBe(ID);
  });

  it("throws the refusal of an answer about no job", async () => {
    const problem = { code: "not-found", detail: "There is no script.", status: 404 };
    const refused = jobIdOf(Response.json(problem, { status: 404 }));
    await expect(refused).rejects.toMatchObject({ code: "not-found", message: problem.detail });
  });

  it("throws for the page of another server", async () => {
    await expect(jobIdOf(new Response("<html>"))).rejects.toMatchObject({ code: "unknown" });
  });
});
