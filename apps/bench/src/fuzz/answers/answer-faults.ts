// What may be wrong with an answer: the page to read first. What a request may be answered with depends
// on where it fell, which the document says, and on nothing of the server's code.
import { headerOf, type RawAnswer } from "@getoperate/testing/raw-http";
import type { ApiDocument } from "../document.ts";
import type { FuzzRequest } from "../requests/fuzz-request.ts";
import type { World } from "../world.ts";
import { leaksIn } from "./leaks.ts";
import { operationFaults, typeOf } from "./operation-faults.ts";
import { problemFaults } from "./problem-faults.ts";
import { readObject } from "./read-object.ts";
import { namesRunnable, type Route, routeOf } from "./route-of.ts";
import { trpcFaults } from "./trpc-faults.ts";
import { documentValidator, type Validate } from "./validators.ts";

/** Codes with which a request is refused before it reaches a route. */
const BEFORE_ROUTES = ["invalid-request", "request-timeout", "headers-too-large", "too-large"];

/** Codes of a script that asks for an answer that HTTP cannot give. */
const OF_SCRIPTS = ["invalid-status-code", "invalid-content-type", "invalid-header"];

/** Pages for people. */
const PAGES = new Set(["/", "/docs", "/docs/start.js", "/docs/scalar.js", "/docs/errors"]);

/** Whether something is wrong with an answer, and what. */
export type CheckAnswer = (request: FuzzRequest, answer: RawAnswer) => string[];

export function answerChecker(document: ApiDocument, world: World): CheckAnswer {
  const validate = documentValidator(document);
  return (request, answer) => [
    ...serverFaults(answer),
    ...headerFaults(request, answer),
    ...leaksIn(answer, world),
    ...contentFaults({ document, validate, request, answer }),
  ];
}

interface Checked {
  readonly document: ApiDocument;
  readonly validate: Validate;
  readonly request: FuzzRequest;
  readonly answer: RawAnswer;
}

/** 5xx is only what a script asks for. */
function serverFaults(answer: RawAnswer): string[] {
  const isAsked =
    headerOf(answer, "x-job-status") !== undefined ||
    OF_SCRIPTS.includes(String(readObject(answer).code));
  return answer.status < 500 || isAsked
    ? []
    : [`${answer.status}: ${answer.body.toString().slice(0, 300)}`];
}

/** What every answer has. */
function headerFaults({ target }: FuzzRequest, answer: RawAnswer): string[] {
  const id = headerOf(answer, "x-request-id");
  // What follows a # is no part of the query.
  const hasToken = /^[^#]*[?&]token=/.test(target);
  const isKept =
    headerOf(answer, "cache-control") !== "no-store" ||
    headerOf(answer, "referrer-policy") !== "no-referrer";
  return [
    ...(id !== undefined && /^[A-Za-z0-9._-]{1,128}$/.test(id) ? [] : [`X-Request-Id is ${id}`]),
    ...(headerOf(answer, "x-content-type-options") === "nosniff"
      ? []
      : ["an answer may be sniffed"]),
    ...(hasToken && isKept ? ["an answer to a URL with a token may be kept"] : []),
    ...(isScriptsPage(answer) ? ["a script's page may act as the console"] : []),
    ...(headerOf(answer, "x-injected") === undefined ? [] : ["a header was injected"]),
  ];
}

/** Whether a script's answer is something else than JSON, and not kept apart from this origin. */
function isScriptsPage(answer: RawAnswer): boolean {
  return (
    headerOf(answer, "x-job-status") !== undefined &&
    !/[/+]json$/.test(typeOf(answer) ?? "") &&
    headerOf(answer, "content-security-policy") !== "sandbox"
  );
}

function contentFaults(checked: Checked): string[] {
  const { document, validate, request, answer } = checked;
  const { method, target } = request;
  if (method === "HEAD") {
    return answer.body.length === 0 ? [] : ["an answer to HEAD has a body"];
  }
  if (isRefusedBeforeRoutes(checked)) {
    return [];
  }
  const route = routeOf(document.operations, method, target);
  const path = route.path ?? "";
  if (method === "OPTIONS") {
    return optionsFaults(path, checked);
  }
  if (/^\/trpc(?:\/|$)/.test(path)) {
    return trpcFaults(document, request, { answer, validate });
  }
  if (route.operations.length > 0) {
    return routeFaults(route, checked);
  }
  const isPage = method === "GET" && PAGES.has(path) && answer.status < 400;
  return isPage ? [] : missFaults(route, checked);
}

function isRefusedBeforeRoutes({ document, validate, request, answer }: Checked): boolean {
  const code = String(readObject(answer).code);
  const codes = request.isMalformed && answer.status < 500 ? [code] : BEFORE_ROUTES;
  return answer.status >= 400 && problemFaults(document, answer, { validate, codes }).length === 0;
}

/** Valid as an answer of one of the operations that it may have come from. */
function routeFaults({ operations, path = "" }: Route, checked: Checked): string[] {
  const { validate, answer } = checked;
  const lists = operations.map((each) => operationFaults(each, answer, validate));
  const best = lists.find((faults) => faults.length === 0) ?? lists[0] ?? [];
  const lost = answer.body.includes("nothing at this address")
    ? operations.filter((operation) => namesRunnable(operation, path))
    : [];
  return [
    ...best,
    ...problemShape(checked),
    ...lost.map(({ id }) => `${id} is not at one of its addresses`),
  ];
}

/** A documented problem is one in all its parts. */
function problemShape({ document, validate, answer }: Checked): string[] {
  const isProblem = headerOf(answer, "content-type") === "application/problem+json";
  const isScripts = headerOf(answer, "x-job-status") !== undefined;
  const codes = [String(readObject(answer).code)];
  return isProblem && !isScripts ? problemFaults(document, answer, { validate, codes }) : [];
}

/** CORS and the handshake of CloudEvents answer it; elsewhere it is a method like any other. */
function optionsFaults(path: string, { document, validate, answer }: Checked): string[] {
  if (answer.status === 204 || answer.status === 200) {
    return /^\/(?:api|trpc)/.test(path) && answer.body.length === 0
      ? []
      : ["OPTIONS answers something"];
  }
  const codes = ["not-found", "method-not-allowed"];
  return problemFaults(document, answer, { validate, codes });
}

/** Where no operation is: 405 with the very methods that the document has there, else 404. */
function missFaults({ methods, path }: Route, checked: Checked): string[] {
  const { document, validate, answer } = checked;
  const codes = ["not-found", "method-not-allowed", "invalid-input"];
  const faults = problemFaults(document, answer, { validate, codes });
  const isPage = path !== undefined && (PAGES.has(path) || path.startsWith("/trpc"));
  const allow = headerOf(answer, "allow")?.split(", ").sort().join();
  const documented = [...methods].sort().join();
  if (answer.status === 405 && !isPage && allow !== documented) {
    faults.push(`Allow is ${allow}, documented are ${documented}`);
  }
  return faults;
}
