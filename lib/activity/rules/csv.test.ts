import { describe, expect, it } from "vitest";
import { csvLine, csvText } from "./csv";

describe("CSV", () => {
  it("never starts a cell with what a spreadsheet would run", () => {
    expect(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"].map(csvText)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\t=1",
      '"\'\r=1"',
    ]);
  });

  it.each([
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹦1",
    "﹢1",
    "﹣1",
    "﹫A1",
    "\u22121",
    " =1",
    "\u00a0=1",
    "\u3000＝1",
    "\n=1",
    "\n",
    " \t\n =1",
    "\u200b=1",
    "\u200d\u2060＝1",
    "\ufeff=1",
    "\u00ad=1",
    "\u202e=1",
    "\u0000=1",
    "\u034f=1",
    "\ufe0f+1",
    "\ud83d=1",
  ])("runs nothing however its sign is written or hidden: %j", (text) => {
    expect(csvText(text).replace(/^"/, "")).toMatch(/^'/);
    expect(csvText(text)).toContain(text);
  });

  it.each(["a=1", "sandbox/heron", "1-1", "“=1”", "x\u200b=1", "", " a", "Ž-1"])(
    "does not change text that no spreadsheet runs: %j",
    (text) => {
      expect(csvText(text)).toBe(text);
    },
  );

  it("keeps commas, quotes and line breaks inside their cell", () => {
    expect(csvLine([csvText('a "b", c'), csvText("d\ne"), csvText(null), -5n, true])).toBe(
      '"a ""b"", c","d\ne",,-5,true\r\n',
    );
  });
});
