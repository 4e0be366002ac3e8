// packages/client/src/generated/error-code.ts, from the contract.
import { ERRORS } from "@getoperate/contract";

/** The codes as a type, each with what it means. */
export function errorCode(): string {
  const codes = Object.entries(ERRORS).map(
    ([code, { status, title }]) => `  /** ${status}: ${title}. */\n  | "${code}"`,
  );
  return `// Written by \`npm run generate\`; not to be edited.

/** Stable word for what went wrong. */
export type ErrorCode =
${codes.join("\n")};
`;
}
