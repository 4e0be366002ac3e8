/** A runner ended before it could take a version. */
export class RunnerStartError extends Error {
  override readonly name = "RunnerStartError";
}
