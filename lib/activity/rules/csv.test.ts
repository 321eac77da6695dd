import { describe, expect, it } from "vitest";
import { csvLine, csvText } from "./csv";

describe("CSV", () => {
  it("runs nothing in a spreadsheet", () => {
    expect(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"].map(csvText)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\t=1",
      '"\'\r=1"',
    ]);
  });

  it("keeps commas, quotes and line ends inside their cell", () => {
    expect(csvLine([csvText('a "b", c'), csvText("d\ne"), csvText(null), -5n, true])).toBe(
      '"a ""b"", c","d\ne",,-5,true\r\n',
    );
  });
});
