export { type HttpServer, type ListenAddress, startHttpServer } from "./create-server.ts";
export type { HttpSettings, ServerParts } from "./options.ts";
export { restRoutes, toHonoPath } from "./rest.ts";
export { createRoutes } from "./routes.ts";
