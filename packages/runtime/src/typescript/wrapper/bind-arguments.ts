import { getOwnPropertyDescriptor, isArray } from "../../runner/intrinsics.ts";

export interface Parameter {
  readonly name: string;
  readonly rest: boolean;
}

/**
 * Puts arguments given by name into the order of `main`'s parameters.
 *
 * A missing one is undefined, so that its default applies; unknown names are left out. What a rest
 * parameter takes is spread, if it is a list.
 */
export function bindArguments(parameters: readonly Parameter[], args: object): unknown[] {
  const bound: unknown[] = [];
  for (let at = 0; at < parameters.length; at += 1) {
    const parameter = parameters[at];
    if (parameter !== undefined) {
      bind(bound, parameter, args);
    }
  }
  return bound;
}

function bind(bound: unknown[], { name, rest }: Parameter, args: object): void {
  const value: unknown = getOwnPropertyDescriptor(args, name)?.value;
  if (!rest) {
    bound[bound.length] = value;
  } else if (!isArray(value)) {
    if (value !== undefined) {
      bound[bound.length] = value;
    }
  } else {
    for (let at = 0; at < value.length; at += 1) {
      bound[bound.length] = value[at];
    }
  }
}
