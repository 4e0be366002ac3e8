import { type Answer, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { type Example, readExamples } from "../src/index.ts";

export interface ExampleCall {
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Calls one script as its senders do: with a token in the URL and no header for it. */
export type CallExample = (call?: ExampleCall) => Promise<Answer>;

export interface ExampleServer extends AsyncDisposable {
  /** Deploys an example, with values for constants that its file leaves empty. */
  deploy(name: string, constants?: Readonly<Record<string, string>>): Promise<CallExample>;
}

/** A server whose every deploy has a path of its own, so that tests may run in any order. */
export async function exampleServer(): Promise<ExampleServer> {
  const instance = await testInstance();
  let deploys = 0;
  return {
    async deploy(name, constants = {}) {
      deploys += 1;
      const path = `f/examples_${deploys}/${name}`;
      const { content, language } = await findExample(name);
      await instance.deploy(path, fillIn(content, constants), { language });
      const token = await scriptToken(instance, path);
      return ({ method = "POST", query = "", headers = {}, body } = {}) => {
        const url = `/jobs/run_wait_result/p/${path}?${query}&token=${token}`;
        return instance.request(method, url, { token: null, headers, body });
      };
    },
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  };
}

async function findExample(name: string): Promise<Example> {
  const example = (await readExamples()).find(({ path }) => path === `f/examples/${name}`);
  if (example === undefined) {
    throw new Error(`There is no example ${name}.`);
  }
  return example;
}

function fillIn(content: string, constants: Readonly<Record<string, string>>): string {
  let filled = content;
  for (const [name, value] of Object.entries(constants)) {
    const empty = `const ${name}: string = "";`;
    if (!filled.includes(empty)) {
      throw new Error(`The script has no line ${empty}`);
    }
    filled = filled.replace(empty, `const ${name}: string = ${JSON.stringify(value)};`);
  }
  return filled;
}

async function scriptToken(instance: TestInstance, path: string): Promise<string> {
  const body = { label: "example", scopes: [`jobs:run:scripts:${path}`] };
  const answer = await instance.request("POST", "/tokens", { body });
  return String(Object(answer.json()).token);
}
