// apps/docs/errors.md: every error code of the contract.

import { ERRORS } from "@getoperate/contract";

export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`,
  );
  return `<!-- Written by \`npm run generate\`; not to be edited. -->

# Error codes

Every error of the server is \`application/problem+json\` (RFC 9457). Its \`code\` is one of these words
and never changes its meaning; \`detail\` says more and may change.

| code | status | meaning |
|---|---|---|
${rows.join("\n")}
`;
}
