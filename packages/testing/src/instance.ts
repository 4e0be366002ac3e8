import type { Log } from "@getoperate/contract";
import { readConfig } from "@getoperate/server-app/config";
import { startInstance } from "@getoperate/server-app/instance";
import { keyFile } from "./key-file.ts";
import { type PostgresVersion, testDatabase } from "./postgres.ts";
import { refuseTokensInLog, requester, type SendRequest } from "./requester.ts";

export type { Answer, RequestOptions } from "./requester.ts";

/** The first administrator's token of every test instance. */
export const ADMIN_TOKEN = "gop_u_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG000000";

export interface TestInstanceOptions {
  readonly version?: PostgresVersion;
  /** Settings beside those of a test. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What `npm start` starts, on a database and a port of its own. */
export interface TestInstance extends AsyncDisposable {
  readonly url: string;
  readonly connectionString: string;
  /** The file with the instance's key. */
  readonly keyFile: string;
  /** The administrator's. */
  readonly token: string;
  /** Everything that was logged, a JSON object a line. */
  readonly logged: readonly string[];
  readonly request: SendRequest;
  /** Stops the server and leaves the database, to be looked at. */
  stop(): Promise<void>;
  /** Deploys a script, TypeScript unless `settings` say otherwise, and answers with its hash. */
  deploy(path: string, content: string, settings?: object): Promise<string>;
}

/** Starts database, API and worker in this process. */
export async function testInstance(options: TestInstanceOptions = {}): Promise<TestInstance> {
  const database = await testDatabase({ version: options.version ?? 18 });
  const key = await keyFile();
  const { log, logged } = recordingLog();
  const config = readConfig(
    {
      DATABASE_URL: database.connectionString,
      OPERATE_PORT: "0",
      OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
      OPERATE_GRACE: "2",
      OPERATE_KEY_FILE: key.path,
      ...options.environment,
    },
    [],
  );
  const instance = await startInstance(config, log);
  const request = requester(instance.url, ADMIN_TOKEN);
  let stopping: PromiseLike<void> | undefined;
  const stop = async () => {
    stopping ??= instance[Symbol.asyncDispose]();
    await stopping;
  };
  return {
    url: instance.url,
    connectionString: database.connectionString,
    keyFile: key.path,
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
      await key[Symbol.asyncDispose]();
      refuseTokensInLog(logged);
    },
  };
}

function recordingLog(): { log: Log; logged: string[] } {
  const logged: string[] = [];
  const record = (level: string) => (fields: object, message: string) => {
    logged.push(JSON.stringify({ level, message, ...fields }, wholeErrors));
  };
  const log = {
    debug: record("debug"),
    info: record("info"),
    warn: record("warn"),
    error: record("error"),
  };
  return { log, logged };
}

/** No less than the server's own log tells of an error. */
function wholeErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...value, stack: value.stack, cause: value.cause } : value;
}
