import type { Operation } from "../document.ts";

/** What of the document a request's address and method fall on. */
export interface Route {
  /** Operations that the request may have reached; more than one where templates overlap. */
  readonly operations: readonly Operation[];
  /** Methods of all operations at the address. */
  readonly methods: ReadonlySet<string>;
  /** Decoded as the server does it; undefined if it is no path. */
  readonly path: string | undefined;
}

/** Finds the operations at a request target. */
export function routeOf(documented: readonly Operation[], method: string, target: string): Route {
  const path = pathOf(target);
  const there = path === undefined ? [] : documented.filter((each) => templateOf(each).test(path));
  const wanted = method === "HEAD" ? "GET" : method;
  return {
    operations: there.filter((operation) => operation.method === wanted),
    methods: new Set(there.map((operation) => operation.method)),
    path,
  };
}

/**
 * The path of an origin-form or absolute-form target: dots are resolved and escapes undone, but for
 * those of a slash and the like, which divide nothing.
 */
function pathOf(target: string): string | undefined {
  if (!/^(?:\/|https?:\/\/)/i.test(target)) {
    return undefined;
  }
  const url = URL.parse(target.startsWith("/") ? `http://localhost${target}` : target);
  return url?.pathname.replace(/(?:%[0-9A-F]{2})+/gi, (escapes) => {
    try {
      return decodeURI(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Whether the path is one of the operation's with a runnable's path in it, in one of its two forms. */
export function namesRunnable(operation: Operation, path: string): boolean {
  return (
    operation.path.includes("{path}") &&
    templateOf(operation, "[uf](?:(?:/|%2[Ff])[\\w-]+){2,}").test(path)
  );
}

const templates = new Map<string, RegExp>();

/** A runnable's path takes what is left, slashes and all; any other parameter one segment. */
function templateOf(operation: Operation, runnable = ".+"): RegExp {
  const source = operation.path
    .replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replaceAll("{path}", runnable)
    .replaceAll(/\{\w+\}/g, "[^/]+");
  const template = templates.get(source) ?? new RegExp(`^${source}$`);
  templates.set(source, template);
  return template;
}
