import { expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor";

it("a cursor comes back as it went, and anything else is the beginning", () => {
  expect(decodeCursor(encodeCursor(["2026-01-01", "b"]), 2)).toEqual(["2026-01-01", "b"]);
  for (const text of ["", "x", "e30", encodeCursor(["one"]), "a".repeat(600), null])
    expect(decodeCursor(text, 2)).toBeNull();
});
