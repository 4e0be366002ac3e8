export interface Greeting {
  readonly url: string;
  readonly workspace: string;
  /** Only at the first start. */
  readonly token: string | undefined;
}

/** What a start prints: where to look, the first token once, and calls to copy. */
export function greeting({ url, workspace, token }: Greeting): string {
  const auth = `-H "Authorization: Bearer ${token ?? "$OPERATE_TOKEN"}"`;
  const jobs = `${url}/api/w/${workspace}/jobs`;
  const body = `-H "Content-Type: application/json" -d '{"name":"Ada"}'`;
  const secret =
    token === undefined
      ? "  Token     the one you have; export it as OPERATE_TOKEN for the lines below"
      : `  Token     ${token}\n            shown only now: keep it`;
  return `
getOperate is ready.

  API docs  ${url}/docs
${secret}

Run a script and get its result, start one and get its job's id, look at its last runs:

  curl ${auth} ${body} ${jobs}/run_wait_result/p/f/examples/hello
  curl ${auth} ${body} ${jobs}/run/p/f/examples/hello
  curl ${auth} "${jobs}?path=f/examples/hello&limit=5"
`;
}

export interface WorkerGreeting {
  readonly tags: readonly string[];
  readonly healthUrl: string | undefined;
}

/** What the start of a worker alone prints. */
export function workerGreeting({ tags, healthUrl }: WorkerGreeting): string {
  const health = healthUrl === undefined ? "" : ` Health: ${healthUrl}/readyz`;
  return `The worker is ready and takes jobs with the tags ${tags.join(", ")}.${health}\n`;
}
