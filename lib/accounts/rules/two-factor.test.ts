import { expect, it } from "vitest";
import { readCode, shownRecoveryCode, shownSecret, stepAt, stepsAround } from "./two-factor";

it.each([
  ["123456", { kind: "app", digits: "123456" }],
  [" 123 456 ", { kind: "app", digits: "123456" }],
  ["012345", { kind: "app", digits: "012345" }],
  ["１２３４５６", { kind: "app", digits: "123456" }],
  ["1234-5678-9012-3456", { kind: "recovery", digits: "1234567890123456" }],
  ["1234–5678 9012\t3456", { kind: "recovery", digits: "1234567890123456" }],
  ["", null],
  ["12345", null],
  ["1234567", null],
  ["123456789012345", null],
  ["12345678901234567", null],
  ["12345a", null],
  ["٠١٢٣٤٥", null],
])("reads %j as typed with or without spaces and hyphens", (typed, code) => {
  expect(readCode(typed)).toEqual(code);
});

it("a step lasts from its second 0 to the end of its second 29", () => {
  const at = (seconds: number) => stepAt(new Date(seconds * 1_000));
  expect([at(0), at(29.999), at(30), at(59.999), at(60)]).toEqual([0, 0, 1, 1, 2]);
});

it("one step before and one after are accepted, the latest first", () => {
  expect(stepsAround(new Date(90_000))).toEqual([4, 3, 2]);
});

it("codes and secrets are shown in groups of four", () => {
  expect(shownRecoveryCode("1234567890123456")).toBe("1234-5678-9012-3456");
  expect(shownSecret("JBSWY3DPEHPK3PXPAB")).toBe("JBSW Y3DP EHPK 3PXP AB");
});
