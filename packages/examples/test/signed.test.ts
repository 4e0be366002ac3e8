import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CallExample, type ExampleServer, exampleServer } from "./example-server.ts";

const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

let server: ExampleServer;
beforeAll(async () => {
  server = await exampleServer();
});
afterAll(() => server[Symbol.asyncDispose]());

function hmac(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

describe("slack_slash_command", () => {
  const SECRET = "5f0c1d6c1b1e4f2f9a3f8e7d6c5b4a39";
  const QUERY = "raw=true&include_header=X-Slack-Signature,X-Slack-Request-Timestamp";
  // What Slack sends for `/ask two teas & a "café"`, with an escape for every letter that needs one.
  const BODY =
    "token=nVtM4TcIqQ0xq8Yk2Y6cO3pL&team_id=T0A1B2C3D&team_domain=example&channel_id=C0D1E2F3G" +
    "&channel_name=kitchen&user_id=U0H1I2J3K&user_name=ada&command=%2Fask" +
    "&text=two+teas+%26+a+%22caf%C3%A9%22&api_app_id=A0L1M2N3O&is_enterprise_install=false" +
    "&response_url=https%3A%2F%2Fhooks.slack.example%2Fcommands%2FT0A1B2C3D%2F1%2Fx" +
    "&trigger_id=13345224609.738474920.8088930838d88f008e0";

  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("slack_slash_command", { SIGNING_SECRET: SECRET });
  });

  const send = (body: string, timestamp: number, signature: string, to = { call, query: QUERY }) =>
    to.call({
      query: to.query,
      body,
      headers: {
        ...FORM_TYPE,
        "user-agent": "Slackbot 1.0 (+https://api.slack.example/robots)",
        "x-slack-request-timestamp": String(timestamp),
        "x-slack-signature": signature,
      },
    });
  const signatureOf = (body: string, timestamp: number, secret = SECRET) =>
    `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`;

  it("answers a genuine command with the JSON of a message", async () => {
    const now = nowSeconds();
    const answer = await send(BODY, now, signatureOf(BODY, now));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.json()).toEqual({
      response_type: "in_channel",
      text: '<@U0H1I2J3K> asks for two teas & a "café".',
    });
  });

  it("refuses a body that was changed, another secret and no signature at all with 401", async () => {
    const now = nowSeconds();
    const changed = BODY.replace("teas", "beer");
    expect((await send(changed, now, signatureOf(BODY, now))).status).toBe(401);
    expect((await send(BODY, now, signatureOf(BODY, now, "another"))).status).toBe(401);
    expect((await send(BODY, now, "v0=")).status).toBe(401);
    const unsigned = await call({ body: BODY, headers: FORM_TYPE });
    expect(unsigned.status).toBe(401);
  });

  it("refuses a genuine command that is more than five minutes old, or from the future", async () => {
    for (const timestamp of [nowSeconds() - 310, nowSeconds() + 310]) {
      const answer = await send(BODY, timestamp, signatureOf(BODY, timestamp));
      expect([answer.status, answer.json()]).toEqual([
        401,
        { error: "The signature is wrong or too old." },
      ]);
    }
    const recent = nowSeconds() - 200;
    expect((await send(BODY, recent, signatureOf(BODY, recent))).status).toBe(200);
  });

  it("reads nothing from the URL that was not signed", async () => {
    const now = nowSeconds();
    const query = `${QUERY}&include_query=text,user_id,raw_string&text=beer&user_id=U9&raw_string=x`;
    const answer = await send(BODY, now, signatureOf(BODY, now), { call, query });
    expect(answer.json()).toMatchObject({ text: '<@U0H1I2J3K> asks for two teas & a "café".' });
  });

  it("refuses all while it has no secret, an empty one too", async () => {
    const to = { call: await server.deploy("slack_slash_command"), query: QUERY };
    const now = nowSeconds();
    expect((await send(BODY, now, signatureOf(BODY, now, ""), to)).status).toBe(401);
  });
});

describe("discord_interaction", () => {
  const QUERY = "raw=true&include_header=X-Signature-Ed25519,X-Signature-Timestamp";
  const PING = '{"app_permissions":"0","application_id":"1186","id":"1187","type":1,"version":1}';
  // Spaces, escapes and their order are the sender's; only the very bytes have this signature.
  const COMMAND = `{ "type": 2, "id": "1188", "token": "aW50ZXJhY3Rpb24", "version": 1,
    "member": {"user": {"id": "53908232506183680", "username": "ada"}},
    "data": {"id": "771825006014889984", "name": "order", "type": 1,
      "options": [{"name": "drink", "type": 3, "value": "caf\\u00e9"}] } }`;
  const keys = generateKeyPairSync("ed25519");
  const publicKey = keys.publicKey.export({ format: "der", type: "spki" }).subarray(-32);

  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("discord_interaction", { PUBLIC_KEY: publicKey.toString("hex") });
  });

  const send = (body: string, signature: string, timestamp = "1723111222", to = call) =>
    to({
      query: QUERY,
      body,
      headers: {
        ...JSON_TYPE,
        "user-agent": "Discord-Interactions/1.0 (+https://discord.example)",
        "x-signature-ed25519": signature,
        "x-signature-timestamp": timestamp,
      },
    });
  const signatureOf = (body: string, key = keys.privateKey) =>
    sign(null, Buffer.from(`1723111222${body}`), key).toString("hex");

  it("answers Discord's own check with a pong", async () => {
    const answer = await send(PING, signatureOf(PING));
    expect([answer.status, answer.json()]).toEqual([200, { type: 1 }]);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  });

  it("answers a command with a message", async () => {
    const answer = await send(COMMAND, signatureOf(COMMAND));
    expect(answer.json()).toEqual({ type: 4, data: { content: "/order\ndrink: café" } });
  });

  it("refuses a wrong, a foreign, a malformed and a missing signature with 401", async () => {
    const stranger = generateKeyPairSync("ed25519").privateKey;
    expect((await send(COMMAND, signatureOf(PING))).status).toBe(401);
    expect((await send(PING, signatureOf(PING, stranger))).status).toBe(401);
    expect((await send(PING, signatureOf(PING), "1723111223")).status).toBe(401);
    expect((await send(PING, "no hex")).status).toBe(401);
    expect((await send(PING, "ab".repeat(20))).status).toBe(401);
    const unsigned = await call({ body: PING, headers: JSON_TYPE });
    expect(unsigned.status).toBe(401);
  });

  it("refuses all while it has no key", async () => {
    const unset = await server.deploy("discord_interaction");
    expect((await send(PING, signatureOf(PING), "1723111222", unset)).status).toBe(401);
  });
});

describe("github_webhook", () => {
  const SECRET = "It's a Secret to Everybody";
  const QUERY = "raw=true&include_header=X-Hub-Signature-256,X-GitHub-Event";
  const PUSH = JSON.stringify({
    ref: "refs/heads/main",
    before: "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
    after: "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5",
    repository: { id: 17273051, full_name: "ada/engine", private: false },
    pusher: { name: "ada", email: "ada@example.org" },
    commits: [
      { id: "59b20b8d", message: "Teach it to multiply – at last\n\nIt could add.", added: [] },
    ],
  });

  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("github_webhook", { SECRET });
  });

  const send = (event: string, body: string, signature: string, to = call) =>
    to({
      query: QUERY,
      body,
      headers: {
        ...JSON_TYPE,
        "user-agent": "GitHub-Hookshot/044aadd",
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "x-github-event": event,
        "x-hub-signature-256": signature,
      },
    });

  it("names the commits of a push", async () => {
    const answer = await send("push", PUSH, `sha256=${hmac(SECRET, PUSH)}`);
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        event: "push",
        repository: "ada/engine",
        branch: "main",
        commits: ["Teach it to multiply – at last"],
      },
    ]);
  });

  it("takes the ping that GitHub sends first", async () => {
    const ping = '{"zen":"Keep it logically awesome.","hook_id":1}';
    const answer = await send("ping", ping, `sha256=${hmac(SECRET, ping)}`);
    expect([answer.status, answer.json()]).toEqual([200, { event: "ping" }]);
  });

  it("refuses another secret, another body and the older kind of signature with 401", async () => {
    const older = createHmac("sha1", SECRET).update(PUSH).digest("hex");
    expect((await send("push", PUSH, `sha256=${hmac("another", PUSH)}`)).status).toBe(401);
    expect((await send("push", `${PUSH} `, `sha256=${hmac(SECRET, PUSH)}`)).status).toBe(401);
    expect((await send("push", PUSH, `sha1=${older}`)).status).toBe(401);
  });

  it("refuses all while it has no secret, an empty one too", async () => {
    const unset = await server.deploy("github_webhook");
    expect((await send("push", PUSH, `sha256=${hmac("", PUSH)}`, unset)).status).toBe(401);
  });
});

describe("stripe_webhook", () => {
  const SECRET = "whsec_0d1e2f3a4b5c6d7e8f90";
  const BODY = `{
  "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy",
  "object": "event",
  "type": "setup_intent.created",
  "livemode": false,
  "data": {"object": {"id": "seti_1NG8Du2eZvKYlo2C9XMqbR0x", "status": "requires_confirmation"}}
}`;
  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("stripe_webhook", { SIGNING_SECRET: SECRET });
  });

  const send = (signature: string, body = BODY, to = call) =>
    to({
      query: "raw=true&include_header=Stripe-Signature",
      body,
      headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": signature },
    });

  it("takes a genuine event, also while the secret is being replaced", async () => {
    const now = nowSeconds();
    const genuine = hmac(SECRET, `${now}.${BODY}`);
    const answer = await send(`t=${now},v1=${genuine},v0=${"6f".repeat(32)}`);
    const expected = { received: "evt_1NG8Du2eZvKYlo2CUI79vXWy", type: "setup_intent.created" };
    expect([answer.status, answer.json()]).toEqual([200, expected]);
    const both = await send(`t=${now},v1=${hmac("next", `${now}.${BODY}`)},v1=${genuine}`);
    expect([both.status, both.json()]).toEqual([200, expected]);
  });

  it("refuses a wrong, an old and a downgraded signature with 401", async () => {
    const now = nowSeconds();
    const old = now - 400;
    const genuine = hmac(SECRET, `${now}.${BODY}`);
    expect((await send(`t=${now},v1=${genuine}`, `${BODY}\n`)).status).toBe(401);
    expect((await send(`t=${now - 1},v1=${genuine}`)).status).toBe(401);
    expect((await send(`t=${old},v1=${hmac(SECRET, `${old}.${BODY}`)}`)).status).toBe(401);
    expect((await send(`t=${now},v0=${genuine}`)).status).toBe(401);
    expect((await send("")).status).toBe(401);
  });

  it("refuses all while it has no secret, an empty one too", async () => {
    const unset = await server.deploy("stripe_webhook");
    const now = nowSeconds();
    const signature = `t=${now},v1=${hmac("", `${now}.${BODY}`)}`;
    expect((await send(signature, BODY, unset)).status).toBe(401);
  });
});
