import { SetupError } from "./run.mjs";

const variables = { "--runs": "FUZZ_RUNS", "--seed": "FUZZ_SEED" };

/**
 * Takes `--runs N` and `--seed N` (also with `=`) out of the arguments, because the test runner does not know them.
 * Returns the variables that the fuzz suite reads, and the other arguments.
 */
export function fuzzOptions(args) {
  const rest = [];
  const environment = {};
  const waiting = args.values();
  for (const argument of waiting) {
    const [option, inline] = argument.split("=");
    const variable = Object.hasOwn(variables, option) ? variables[option] : undefined;
    if (!variable) {
      rest.push(argument);
      continue;
    }
    const value = inline ?? waiting.next().value ?? "";
    if (!/^[1-9]\d{0,8}$/.test(value)) {
      throw new SetupError(
        `${option} takes a positive whole number of at most 9 digits, for example ${option} 200.`,
      );
    }
    environment[variable] = value;
  }
  return { rest, environment };
}
