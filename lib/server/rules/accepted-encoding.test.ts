import { expect, test } from "vitest";
import { acceptedEncoding } from "./accepted-encoding";

test.each([
  ["gzip, deflate, br, zstd", "br"],
  ["gzip, br;q=0.5", "br"],
  ["BR ; q=1.0", "br"],
  ["gzip, deflate, br;q=0", "gzip"],
  ["gzip;q=0.001, br;q=0.000", "gzip"],
  ["gzip;q=0, identity", null],
  ["brotli, xgzip", null],
  ["gzip;q=many", null],
  ["*", null],
  ["", null],
  [undefined, null],
] as const)("of %s it is %s", (accepted, encoding) => {
  expect(acceptedEncoding(accepted)).toBe(encoding);
});
