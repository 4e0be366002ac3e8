import { describe, expect, it } from "vitest";
import { HintPeers, PRESENCE_MS } from "./hint-peers.ts";

describe("HintPeers", () => {
  it("is alone until somebody says something", () => {
    const peers = new HintPeers("one");
    expect(peers.isAnyThere(0)).toBe(false);
    peers.hear("hello other", 0);
    expect(peers.isAnyThere(0)).toBe(true);
  });

  it("answers a hello, and nothing else", () => {
    const peers = new HintPeers("one");
    expect(peers.hear("hello other", 0)).toBe("here one");
    expect(peers.hear("here other", 0)).toBeUndefined();
    expect(peers.hear("bye other", 0)).toBeUndefined();
  });

  it("learns of others by their answers", () => {
    const peers = new HintPeers("one");
    peers.hear("here other", 0);
    expect(peers.isAnyThere(0)).toBe(true);
  });

  it("is alone again once all others said goodbye", () => {
    const peers = new HintPeers("one");
    peers.hear("hello second", 0);
    peers.hear("hello third", 0);
    peers.hear("bye second", 0);
    expect(peers.isAnyThere(0)).toBe(true);
    peers.hear("bye third", 0);
    expect(peers.isAnyThere(0)).toBe(false);
  });

  it("forgets one that is silent for long", () => {
    const peers = new HintPeers("one");
    peers.hear("hello other", 0);
    expect(peers.isAnyThere(2 * PRESENCE_MS)).toBe(true);
    expect(peers.isAnyThere(4 * PRESENCE_MS)).toBe(false);
  });

  it("takes neither itself nor nonsense for another", () => {
    const peers = new HintPeers("one");
    expect(peers.hear("hello one", 0)).toBeUndefined();
    expect(peers.hear("", 0)).toBeUndefined();
    expect(peers.isAnyThere(0)).toBe(false);
  });
});
