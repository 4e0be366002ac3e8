import { readConfig } from "@getoperate/server-app/config";
import { describe, expect, it } from "vitest";

const modeOf = (environment: Readonly<Record<string, string>>) =>
  readConfig({ ...environment }, []).mode;

const AGENT = { OPERATE_MODE: "agent", OPERATE_AGENT_TOKEN: "gop_a_x" };

describe("readConfig", () => {
  it("starts a server with a worker unless it is told otherwise", () => {
    expect(modeOf({})).toEqual({ kind: "standalone" });
    expect(modeOf({ OPERATE_MODE: "server" })).toEqual({ kind: "server" });
  });

  it("takes no lease that chance would end, or that would end nothing", () => {
    const leaseOf = (OPERATE_LEASE: string) => readConfig({ OPERATE_LEASE }, []).OPERATE_LEASE;
    expect([leaseOf(""), leaseOf("2"), leaseOf("600")]).toEqual([15, 2, 600]);
    for (const lease of ["1", "601"]) {
      expect(() => leaseOf(lease)).toThrow(/OPERATE_LEASE must be from 2 to 600/);
    }
  });

  it("names what a worker lacks", () => {
    expect(() => modeOf({ OPERATE_MODE: "worker" })).toThrow(
      /DATABASE_URL must be given in mode worker; OPERATE_BASE_URL must be given in mode worker/,
    );
    expect(() => modeOf({ OPERATE_MODE: "agent", OPERATE_SERVER_URL: "https://x.org" })).toThrow(
      /: OPERATE_AGENT_TOKEN must be given in mode agent\./,
    );
  });

  it("lets jobs of an agent call the server that the agent knows", () => {
    expect(modeOf({ ...AGENT, OPERATE_SERVER_URL: "https://x.org/base/" })).toEqual({
      kind: "agent",
      serverUrl: "https://x.org/base",
      token: "gop_a_x",
      baseUrl: "https://x.org/base",
    });
    const base = { OPERATE_BASE_URL: "http://inside" };
    expect(modeOf({ ...AGENT, ...base, OPERATE_SERVER_URL: "https://x.org" })).toMatchObject({
      baseUrl: "http://inside",
    });
  });

  it.each(["http://x.org", "http://127.0.0.1.x.org", "http://10.0.0.1:8000"])(
    "sends no token over plain HTTP to %s unless it is told to",
    (url) => {
      const wanted = { ...AGENT, OPERATE_SERVER_URL: url };
      expect(() => modeOf(wanted)).toThrow(/OPERATE_SERVER_URL must be https/);
      expect(modeOf({ ...wanted, OPERATE_ALLOW_HTTP: "on" })).toMatchObject({ serverUrl: url });
    },
  );

  it.each(["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])(
    "speaks plain HTTP to this very machine: %s",
    (url) => {
      expect(modeOf({ ...AGENT, OPERATE_SERVER_URL: url })).toMatchObject({ serverUrl: url });
    },
  );

  it("knows no other protocol", () => {
    expect(() => modeOf({ ...AGENT, OPERATE_SERVER_URL: "ftp://x.org" })).toThrow(
      /OPERATE_SERVER_URL/,
    );
  });

  it("lets scripts reach public addresses, and what it is told to beside them", () => {
    expect(readConfig({}, [])).toMatchObject({
      OPERATE_EGRESS: "public",
      OPERATE_EGRESS_ALLOW: [],
    });
    expect(
      readConfig({ OPERATE_EGRESS_ALLOW: "10.1.0.0/16, 10.2.0.1:5432,127.0.0.1:80-90" }, []),
    ).toMatchObject({
      OPERATE_EGRESS_ALLOW: [
        { network: "10.1.0.0/16" },
        { network: "10.2.0.1/32", ports: [5432, 5432] },
        { network: "127.0.0.1/32", ports: [80, 90] },
      ],
    });
  });

  it.each([
    "a.example",
    "10.0.0.0/33",
    "10.0.0.1:0",
    "10.0.0.1:9-8",
    "10.0.0.1:65536",
    "::1",
    "1.2,",
  ])("takes no rule that it would not keep: %s", (OPERATE_EGRESS_ALLOW) => {
    expect(() => readConfig({ OPERATE_EGRESS_ALLOW }, [])).toThrow(
      /OPERATE_EGRESS_ALLOW .* is no IPv4 network with ports/,
    );
  });
});
