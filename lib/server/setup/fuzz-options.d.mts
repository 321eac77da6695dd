export function fuzzOptions(args: readonly string[]): {
  readonly rest: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};
