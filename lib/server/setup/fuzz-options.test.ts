import { expect, it } from "vitest";
import { fuzzOptions } from "./fuzz-options.mjs";

it("takes runs and seed out of the arguments, in both forms", () => {
  expect(fuzzOptions(["fuzz", "--runs", "200", "-g", "keys", "--seed=7"])).toEqual({
    rest: ["fuzz", "-g", "keys"],
    environment: { FUZZ_RUNS: "200", FUZZ_SEED: "7" },
  });
  expect(fuzzOptions(["fuzz"])).toEqual({ rest: ["fuzz"], environment: {} });
});

it.each(["0", "-1", "1.5", "many", "1e3", "", "9999999999"])(
  "rejects the value %j with a sentence",
  (value) => {
    expect(() => fuzzOptions(["--runs", value])).toThrow("--runs takes a positive whole number");
    expect(() => fuzzOptions([`--seed=${value}`])).toThrow("--seed takes a positive whole number");
  },
);

it("rejects an option without a value", () => {
  expect(() => fuzzOptions(["fuzz", "--runs"])).toThrow("--runs takes a positive whole number");
});
