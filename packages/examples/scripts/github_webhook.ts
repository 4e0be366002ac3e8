// Takes the events of a GitHub repository, once it is sure that GitHub sent them. Payload URL of the
// webhook, with the content type application/json:
// <server>/api/w/main/jobs/run_wait_result/p/f/examples/github_webhook?raw=true
//   &include_header=X-Hub-Signature-256,X-GitHub-Event&token=<token of this script>
import { createHmac, timingSafeEqual } from "node:crypto";

// Replace it with the secret that you gave the webhook. It stands here because all that comes with a
// request is the sender's choice; whoever may read this script can read it. Empty: all is refused.
const SECRET: string = "";

interface Push {
  ref: string;
  repository: { full_name: string };
  commits: { id: string; message: string }[];
}

/** Says which commits came, and takes all other events without a word. */
export function main(raw_string = "", x_hub_signature_256 = "", x_github_event = "") {
  if (!isFromGitHub(raw_string, x_hub_signature_256)) {
    return { getOperate_status_code: 401, result: { error: "The signature is wrong." } };
  }
  if (x_github_event !== "push") {
    return { event: x_github_event };
  }
  // Read from what was signed: an argument of the same name might come from the URL.
  const push: Push = JSON.parse(raw_string);
  return {
    event: "push",
    repository: push.repository.full_name,
    branch: push.ref.replace("refs/heads/", ""),
    commits: push.commits.map(({ message }) => message.split("\n")[0]),
  };
}

function isFromGitHub(body: string, signature: string): boolean {
  if (SECRET === "") {
    return false;
  }
  const expected = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  return isSame(signature, expected);
}

/** Takes the same time wherever they differ, so that nobody can guess one letter by letter. */
function isSame(given: string, expected: string): boolean {
  const one = new TextEncoder().encode(given);
  const other = new TextEncoder().encode(expected);
  return one.length === other.length && timingSafeEqual(one, other);
}
