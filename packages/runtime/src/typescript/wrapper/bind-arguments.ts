export interface Parameter {
  readonly name: string;
  readonly rest: boolean;
}

/**
 * Puts arguments given by name into the order of `main`'s parameters.
 *
 * A missing one is undefined, so that its default applies; unknown names are left out.
 */
export function bindArguments(parameters: readonly Parameter[], args: object): unknown[] {
  return parameters.flatMap(({ name, rest }): unknown[] => {
    const value: unknown = Object.getOwnPropertyDescriptor(args, name)?.value;
    if (!rest) {
      return [value];
    }
    if (Array.isArray(value)) {
      return value;
    }
    return value === undefined ? [] : [value];
  });
}
