import type { Log } from "@getoperate/contract";
import { readConfig } from "@getoperate/server-app/config";
import { startInstance } from "@getoperate/server-app/instance";
import { type PostgresVersion, testDatabase } from "./postgres.ts";

/** The first administrator's token of every test instance. */
export const ADMIN_TOKEN = "gop_u_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG000000";

export interface TestInstanceOptions {
  readonly version?: PostgresVersion;
  /** Settings beside those of a test. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  json(): unknown;
}

export interface RequestOptions {
  /** The administrator's unless given; null: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** What `npm start` starts, on a database and a port of its own. */
export interface TestInstance extends AsyncDisposable {
  readonly url: string;
  readonly connectionString: string;
  /** The administrator's. */
  readonly token: string;
  /** Everything that was logged, a JSON object a line. */
  readonly logged: readonly string[];
  /** A request below `/api/w/main`, or below the server's root with `//` in front. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** Stops the server and leaves the database, to be looked at. */
  stop(): Promise<void>;
  /** Deploys a TypeScript script and answers with its hash. */
  deploy(path: string, content: string, settings?: object): Promise<string>;
}

/** Starts database, API and worker in this process. */
export async function testInstance(options: TestInstanceOptions = {}): Promise<TestInstance> {
  const database = await testDatabase({ version: options.version ?? 18 });
  const { log, logged } = recordingLog();
  const config = readConfig(
    {
      DATABASE_URL: database.connectionString,
      OPERATE_PORT: "0",
      OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
      OPERATE_GRACE: "2",
      ...options.environment,
    },
    [],
  );
  const instance = await startInstance(config, log);
  const request = requester(instance.url);
  let stopping: PromiseLike<void> | undefined;
  const stop = async () => {
    stopping ??= instance[Symbol.asyncDispose]();
    await stopping;
  };
  return {
    url: instance.url,
    connectionString: database.connectionString,
    token: ADMIN_TOKEN,
    logged,
    request,
    async deploy(path, content, settings = {}) {
      const answer = await request("POST", "/scripts", { body: { path, content, ...settings } });
      const { hash } = Object(answer.json());
      if (typeof hash !== "string") {
        throw new Error(`The script was not deployed: ${answer.text}`);
      }
      return hash;
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Sends requests to a server, whoever started it. */
export function requester(url: string, adminToken = ADMIN_TOKEN): TestInstance["request"] {
  return async (method, path, { token = adminToken, headers = {}, body } = {}) => {
    const base = path.startsWith("//") ? url : `${url}/api/w/main`;
    const isJson = body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
    const response = await fetch(base + path.replace(/^\/\//, "/"), {
      method,
      redirect: "manual",
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(isJson ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : toBody(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: () => JSON.parse(text),
    };
  };
}

function toBody(body: unknown): string | Buffer<ArrayBuffer> {
  return body instanceof Uint8Array ? Buffer.from(body) : String(body);
}

function recordingLog(): { log: Log; logged: string[] } {
  const logged: string[] = [];
  const record = (level: string) => (fields: object, message: string) => {
    logged.push(JSON.stringify({ level, message, ...fields }, errorsAsText));
  };
  const log = {
    debug: record("debug"),
    info: record("info"),
    warn: record("warn"),
    error: record("error"),
  };
  return { log, logged };
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? String(value.stack) : value;
}
