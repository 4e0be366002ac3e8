import { randomUUID } from "node:crypto";
import { request } from "node:http";
import pg from "pg";
import { describe, inject } from "vitest";
import type { ServerChoice } from "./postgres/servers.ts";
import { isInstalled, POSTGRES_VERSIONS, type PostgresVersion } from "./postgres/versions.ts";
import "./postgres/global-setup.ts";

export type { PostgresVersion };

export interface TestDatabaseOptions {
  readonly version: PostgresVersion;
  /** On a server that syncs to the disk, for tests that kill it; slower. */
  readonly isDurable?: boolean;
}

/** A database that nobody else uses, with all migrations. Disposing drops it. */
export interface TestDatabase extends AsyncDisposable {
  readonly connectionString: string;
}

/** Runs the same tests on every supported PostgreSQL; says so where one is not installed. */
export function onEachPostgres(tests: (version: PostgresVersion) => void): void {
  for (const version of POSTGRES_VERSIONS) {
    // In CI a missing version may not go unseen: its tests run and fail.
    const isLeftOut = !isInstalled(version) && !process.env["CI"];
    const reason = isLeftOut ? " (left out: not installed, see scripts/setup-debian)" : "";
    describe.skipIf(isLeftOut)(`on PostgreSQL ${version}${reason}`, () => tests(version));
  }
}

/** Copies the migrated template of this run's server, which takes milliseconds. */
export async function testDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const server = await askForServer({ isDurable: false, ...options });
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await runStatement(server, `CREATE DATABASE ${name} TEMPLATE migrated`);
  const url = new URL(server);
  url.pathname = name;
  return {
    connectionString: url.href,
    [Symbol.asyncDispose]: () => runStatement(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function askForServer(choice: ServerChoice): Promise<string> {
  return await new Promise((resolve, reject) => {
    const call = request({ socketPath: inject("postgresDoor"), method: "POST" });
    call.on("error", reject);
    call.on("response", async (response) => {
      const chunks = await response.toArray();
      const text = Buffer.concat(chunks).toString("utf8");
      return response.statusCode === 200 ? resolve(text) : reject(new Error(text));
    });
    call.end(JSON.stringify(choice));
  });
}

async function runStatement(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
