// packages/client/src/generated/openapi.ts, from the document.
import openapiTypes, { astToString } from "openapi-typescript";
import { document } from "./document.ts";

/** The document's types as openapi-fetch reads them. */
export async function clientTypes(): Promise<string> {
  const nodes = await openapiTypes(await document(), {
    // A default is what the server takes when the caller says nothing, so no caller has to say it.
    defaultNonNullable: false,
  });
  return `// Written by \`npm run generate\`; not to be edited.\n\n${astToString(nodes)}`;
}
