import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { refuseTokensInLog, requester } from "../src/requester.ts";

const TOKEN = "gop_u_of_a_test_that_is_long_enough";

/** The status of one GET of the path, from a server that answers like this. */
async function statusFrom(answer: RequestListener, path: string): Promise<number> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  try {
    const send = requester(`http://127.0.0.1:${port}`, null);
    return (await send("GET", path)).status;
  } finally {
    server.close();
  }
}

describe("requester", () => {
  it("throws where an answer tells a token of its request's URL", async () => {
    const inBody: RequestListener = ({ url }, response) => response.end(`No ${url}`);
    const inHeader: RequestListener = ({ url = "" }, response) =>
      response.writeHead(302, { Location: url }).end();
    for (const answer of [inBody, inHeader]) {
      await expect(statusFrom(answer, `/x?token=${TOKEN}`)).rejects.toThrow(/^The answer to GET/);
      await expect(statusFrom(answer, "/x?other=1")).resolves.toBeDefined();
    }
  });
});

describe("refuseTokensInLog", () => {
  it("throws where a log tells a token that once stood in a URL, and only then", async () => {
    const token = "gop_u_that_stands_in_no_other_url";
    const lines = ["one", JSON.stringify({ url: `/x?token=${token}` })];
    expect(() => refuseTokensInLog(lines)).not.toThrow();
    await statusFrom((_request, response) => response.end(), `/x?a=1&token=${token}`);
    expect(() => refuseTokensInLog(lines)).toThrow(/^A log tells a token/);
    expect(() => refuseTokensInLog(["one"])).not.toThrow();
  });
});
