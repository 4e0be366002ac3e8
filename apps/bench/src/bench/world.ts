import type { ProgramFile } from "@getoperate/testing/program";
import { dataFolder, type ServerProcess, startServer } from "@getoperate/testing/server-process";
import { sql } from "kysely";
import { Children } from "./children.ts";
import {
  findOwnDatabase,
  type OwnDatabase,
  openDatabase,
  SERVER_DATABASE,
} from "./own-database.ts";

export const ADMIN_TOKEN = "gop_u_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG000000";

/** The script that is called everywhere. */
export const ADD = {
  path: "f/bench/add",
  content: "export function main(a: number, b: number) { return a + b; }",
};

/** What all measurements share: one server with its database, and the bench's own programs. */
export interface World extends AsyncDisposable {
  /** What is measured; its sources unless given. */
  readonly program: ProgramFile | undefined;
  readonly server: ServerProcess;
  readonly database: OwnDatabase;
  readonly children: Children;
  /** Starts one more server, on an empty database beside the first one's; the caller ends it. */
  startServer(
    databaseName: string,
    settings?: Readonly<Record<string, string>>,
  ): Promise<ServerProcess>;
  /** Makes an empty database beside the server's; answers with its URL. */
  makeDatabase(name: string): Promise<string>;
}

/** Starts the program on an empty data folder, with its own PostgreSQL, as it is installed. */
export async function startWorld(program: ProgramFile | undefined): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await dataFolder());
  const environment = { OPERATE_ADMIN_TOKEN: ADMIN_TOKEN };
  const server = stack.use(
    await startServer({ ...environment, OPERATE_DATA: folder.path }, program),
  );
  await deploy(server, ADD);
  const database = await findOwnDatabase(folder.path);
  const children = stack.use(new Children());
  const makeDatabase = async (name: string) => {
    await using db = openDatabase(database.connectionString(SERVER_DATABASE));
    await sql`create database ${sql.id(name)}`.execute(db.kysely);
    return database.connectionString(name);
  };
  const all = stack.move();
  return {
    program,
    server,
    database,
    children,
    makeDatabase,
    async startServer(name, settings = {}) {
      const url = await makeDatabase(name);
      return await startServer({ ...environment, ...settings, DATABASE_URL: url }, program);
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  };
}

export interface BenchScript {
  readonly path: string;
  readonly content: string;
  /** TypeScript unless given. */
  readonly language?: "typescript" | "python";
}

/** Deploys a script; it may be called from then on. */
export async function deploy(
  server: ServerProcess,
  { path, content, language = "typescript" }: BenchScript,
): Promise<void> {
  const body = { path, content, language };
  const answer = await server.request("POST", "/scripts", { body });
  if (answer.status !== 201) {
    throw new Error(`The script ${path} was refused: ${answer.text}`);
  }
}
