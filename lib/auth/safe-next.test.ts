import { expect, it } from "vitest";
import { safeNext } from "./safe-next";

it("leads to our own pages", () => {
  expect(safeNext("/credits?tab=purchases")).toBe("/credits?tab=purchases");
  expect(safeNext("/activity#x")).toBe("/activity");
});

it("leads nowhere else", () => {
  const elsewhere = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "",
    null,
    "/api/dashboard/checklist",
    "/sign-in?next=/sign-in",
    "credits",
    `/${"a".repeat(3_000)}`,
  ];
  for (const text of elsewhere) expect(safeNext(text), String(text)).toBeNull();
});
