import { expect, it } from "vitest";
import { tokenLimitText } from "./token-limit";

it("shortens limits from ten thousand tokens on, and writes others in full", () => {
  expect([512, 8_192, 9_999, 10_000, 65_536, 131_072, 1_048_576].map(tokenLimitText)).toEqual([
    "512",
    "8,192",
    "9,999",
    "10K",
    "65.5K",
    "131K",
    "1.05M",
  ]);
});
