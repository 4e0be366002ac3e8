// The rules of the webhook contract, one line each. What is missing says so here.

export interface Rule {
  readonly id: string;
  readonly rule: string;
  /** The part of it that no test proves yet. */
  readonly missing?: string;
}

const FLOWS = "flows";

export const RULES: readonly Rule[] = [
  {
    id: "W1",
    rule: "A runnable has its webhooks as soon as it is deployed",
    missing: "the console's page of it",
  },
  { id: "W2", rule: "A path runs the newest version", missing: FLOWS },
  { id: "W3", rule: "A hash runs exactly that version and shows no path", missing: FLOWS },
  { id: "W4", rule: "Async: 201 and the job's uuid, after the commit" },
  { id: "W5", rule: "Sync: waits and answers with the return value", missing: FLOWS },
  { id: "W6", rule: "Sync `GET`: the arguments come from `payload`", missing: FLOWS },
  { id: "W7", rule: "`include_query` makes query values arguments" },
  { id: "W8", rule: "The token comes by header or query, never by cookie" },
  { id: "W9", rule: "Tokens have a label, an expiry and scopes", missing: "the console, the CLI" },
  { id: "W10", rule: "A token is shown once and stored as a digest" },
  { id: "W11", rule: "A webhook-specific token runs its runnable and nothing else" },
  { id: "W12", rule: "The keys of a JSON object are the arguments" },
  { id: "W13", rule: "`include_header` makes headers arguments" },
  { id: "W14", rule: "A body that is no object becomes `body`" },
  { id: "W15", rule: "`raw=true` adds the body exactly as sent" },
  { id: "W16", rule: "200 and the return value as JSON" },
  { id: "W17", rule: "A script that throws: 200 with `error`, or the status asked for" },
  { id: "W18", rule: "`getOperate_status_code` sets the status" },
  { id: "W19", rule: "`getOperate_content_type` sets the content type" },
  { id: "W20", rule: "The body is `result`, or what is left of the object" },
  { id: "W21", rule: "A flow returns early with the result of one of its steps" },
  { id: "W22", rule: "A job and its result can be read" },
  { id: "W23", rule: "Any URL behind a reverse proxy" },
  { id: "X1", rule: "`HEAD` runs nothing; `OPTIONS` answers browsers and CloudEvents" },
  { id: "X2", rule: "Schedule, tag, priority, timeout and id of a run" },
  { id: "X3", rule: "Revoked and expired tokens stop at once; hidden is the same as missing" },
  { id: "X4", rule: "A token in a URL is written nowhere" },
  { id: "X5", rule: "Content types of requests" },
  { id: "X6", rule: "Precedence of names; prototypes; depth" },
  { id: "X7", rule: "Limit of the body" },
  { id: "X8", rule: "Arguments checked against the schema on request" },
  { id: "X9", rule: "Preprocessors" },
  { id: "X10", rule: "Headers and bytes of an answer; the spellings of Windmill" },
  { id: "X11", rule: "The answer leaves within 50 ms of the job's end" },
  { id: "X12", rule: "Deadline of a sync call; `Prefer`" },
  { id: "X13", rule: "`Idempotency-Key`" },
  { id: "X14", rule: "Headers that keep an answer from acting as the console" },
  { id: "X15", rule: "Run and stream by server-sent events" },
  { id: "X16", rule: "Logs, events, cancel and list of jobs" },
  { id: "X17", rule: "Overload: 429 and 503, never a lost job" },
];

const WITHOUT_TEST = new Set(["W21", "X11"]);

/** Rules that must have a test. */
export const PROMISED: readonly string[] = RULES.map(({ id }) => id).filter(
  (id) => !WITHOUT_TEST.has(id),
);
