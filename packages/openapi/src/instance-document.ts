import { JobEvent, Problem } from "@getoperate/contract";
import { generateOpenApiDocument, type OpenAPIObject } from "trpc-openapi";
import { correctDocument } from "./correct-document.ts";
import { instanceOperations } from "./instance-operations.ts";
import { toPaths } from "./operation.ts";
import { contractProcedures, contractRouter } from "./procedures.ts";
import { SECURITY_SCHEMES } from "./security.ts";
import { TAGS } from "./tags.ts";
import { webhookOperations } from "./webhook-operations.ts";

const DESCRIPTION = `Scripts that are deployed become webhooks; this is how to deploy and run them.

Every error is \`application/problem+json\` (RFC 9457) with a stable \`code\`; the codes are explained
at \`/docs/errors\`. Every answer carries \`X-Request-Id\`.

What is no HTTP request reaches no operation: it is refused with \`invalid-request\` (400),
\`request-timeout\` (408) or \`headers-too-large\` (431).`;

/** The document of an instance: what the contract's procedures and the webhooks are over HTTP. */
export function instanceDocument({ version }: { readonly version: string }): OpenAPIObject {
  const router = contractRouter();
  const ownOperations = [...webhookOperations(), ...instanceOperations()];
  const generated = generateOpenApiDocument(router, {
    title: "getOperate",
    description: DESCRIPTION,
    version,
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    baseUrl: "/",
    securitySchemes: SECURITY_SCHEMES,
    defs: { Problem, JobEvent },
    paths: toPaths(ownOperations),
  });
  const procedures = contractProcedures(router);
  return { ...correctDocument(generated, { procedures, ownOperations }), tags: [...TAGS] };
}
