import type { paths } from "./generated/openapi.ts";

/** A path's parameters with the workspace left to the client. */
type BoundParameters<Path> = Path extends { workspace: string }
  ? Omit<Path, "workspace"> & { workspace?: string }
  : Path;

type WithoutWorkspace<Path> = Omit<Path, "workspace">;

/** A path that has no other parameter may be left out as a whole. */
type BoundOperation<Operation> = Operation extends { parameters: infer Parameters }
  ? Omit<Operation, "parameters"> & { parameters: BoundGroup<Parameters> }
  : Operation;

type BoundGroup<Parameters> = Parameters extends { path: infer Path extends { workspace: string } }
  ? Omit<Parameters, "path"> &
      (keyof WithoutWorkspace<Path> extends never
        ? { path?: BoundParameters<Path> }
        : { path: BoundParameters<Path> })
  : Parameters;

/** The document's paths, whose `{workspace}` is the client's own unless given. */
export type BoundPaths = {
  [Path in keyof paths]: {
    [Member in keyof paths[Path]]: BoundOperation<paths[Path][Member]>;
  };
};
