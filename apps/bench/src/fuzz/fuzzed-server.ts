import { dataFolder, type ServerProcess, startServer } from "@getoperate/testing/server-process";

export const ADMIN_TOKEN = "gop_u_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG000000";

/** A whole server with limits that a fuzzer meets: small bodies, short waits, few slots. */
export async function fuzzedServer(): Promise<ServerProcess> {
  const folder = await dataFolder();
  const server = await startServer({
    OPERATE_DATA: folder.path,
    OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
    OPERATE_BODY_LIMIT: String(256 * 1024),
    OPERATE_SYNC_TIMEOUT: "2",
    OPERATE_JOB_TIMEOUT: "5",
    OPERATE_SLOTS: "4",
    OPERATE_GRACE: "5",
    OPERATE_LOG_LEVEL: "debug",
    INCLUDE_HEADERS: "X-Sign",
  });
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
