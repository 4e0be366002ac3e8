import { randomUUID } from "node:crypto";
import { AGENT_PROTOCOL, AGENT_PROTOCOL_HEADER, AgentExchanged } from "@getoperate/contract";
import type { Answer, TestInstance } from "@getoperate/testing/instance";
import type { z } from "zod";

type Exchanged = z.output<typeof AgentExchanged>;

/** An agent that says what a test wants, as somebody would who wrote one to do harm. */
export interface AgentCaller {
  readonly token: string;
  readonly tokenId: string;
  readonly workerId: string;
  /** Sends a message of its worker, or of another one. */
  say(message: string, body: unknown, workerId?: string): Promise<Answer>;
  register(settings?: object): Promise<Answer>;
  claim(count: number): Promise<Exchanged["claimed"]>;
  complete(completion: object, isRepeated?: boolean): Promise<Exchanged>;
}

/** A token for agents that begins to work, with all its tags unless given. */
export async function newAgent(
  instance: TestInstance,
  grant: { readonly tags: readonly string[]; readonly workspace?: string },
): Promise<AgentCaller> {
  const created = await instance.request("POST", "//api/agent_tokens", { body: grant });
  const { id: tokenId, token } = Object(created.json());
  const workerId = randomUUID();
  const post = (path: string, body: unknown) =>
    instance.request("POST", `/${path}`, {
      token,
      body,
      headers: { [AGENT_PROTOCOL_HEADER]: String(AGENT_PROTOCOL) },
    });
  const say = (message: string, body: unknown, id = workerId) =>
    post(`/agent/workers/${id}/${message}`, body);
  const exchange = async (body: object) => {
    const whole = { completions: [], claim: 0, known: [], isRepeated: false, ...body };
    const answer = await say("exchange", whole);
    return AgentExchanged.parse(answer.json());
  };
  return {
    token,
    tokenId,
    workerId,
    say,
    register: (settings = {}) =>
      post("/agent/workers", {
        ...{
          id: workerId,
          name: "agent",
          version: "0.0.0",
          tags: grant.tags,
          slots: 8,
          leaseSeconds: 15,
        },
        ...settings,
      }),
    claim: async (count) => (await exchange({ claim: count })).claimed,
    complete: (completion, isRepeated = false) =>
      exchange({
        completions: [
          {
            ...{ attempt: 1, status: "success", result: "1", durationMs: 1 },
            ...{ logs: "", logSequence: 1, ...completion },
          },
        ],
        isRepeated,
      }),
  };
}
