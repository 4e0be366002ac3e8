import { describe, expect, it } from "vitest";
import { NOT_PUBLIC, neverReached } from "./not-public.ts";

describe("neverReached", () => {
  it("has all that is not public, but for what a runner uses itself", () => {
    const left = NOT_PUBLIC.filter((network) => !neverReached([]).includes(network));
    expect(left).toEqual(["0.0.0.0/8", "127.0.0.0/8", "198.18.0.0/15"]);
  });

  it.each([
    ["10.1.2.0/24", "10.0.0.0/8"],
    ["172.16.0.0/12", "172.16.0.0/12"],
    ["192.168.0.0/14", "192.168.0.0/16"],
    ["255.255.255.255/32", "224.0.0.0/3"],
  ])("leaves out what a rule opens in part: %s", (network, left) => {
    const all = neverReached([]);
    expect(neverReached([{ network }])).toEqual(all.filter((other) => other !== left));
  });

  it("knows neighbours from parts", () => {
    const rules = [{ network: "11.0.0.0/8" }, { network: "192.169.0.0/16" }];
    expect(neverReached(rules)).toEqual(neverReached([]));
    expect(neverReached([{ network: "0.0.0.0/0" }])).toEqual([]);
  });
});
