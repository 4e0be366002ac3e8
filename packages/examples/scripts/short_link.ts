// Sends a browser on to another address, and 404 for a name that it doesn't know:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/short_link?include_query=name&name=docs
//   &token=<token of this script>
// The targets stand here: one that came with the request would lead people wherever its sender likes.

const TARGETS = new Map([
  ["docs", "/docs"],
  ["errors", "/docs/errors"],
]);

/** Answers 302 with the address that belongs to a name. */
export function main(name: string) {
  const target = TARGETS.get(name);
  return target === undefined
    ? { getOperate_status_code: 404, result: { error: "There is no such link." } }
    : { getOperate_status_code: 302, getOperate_headers: { Location: target } };
}
