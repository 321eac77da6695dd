import { describe, expect, it } from "vitest";
import { pdfText } from "@/lib/testing/pdf-text";
import { renderStatementPdf } from "./render-statement-pdf";
import { buildStatement, type StatementRead } from "./rules/statement";

const read: StatementRead = {
  month: "2026-11",
  workspace: { id: "0190a000-0000-7000-8000-000000000000", name: "漢字 مرحبا 👩‍👩‍👧 Zoë Łukasz Şahin" },
  zones: ["America/New_York", "Asia/Kathmandu"],
  from: new Date("2026-11-01T04:00:00Z"),
  to: new Date("2026-12-01T05:00:00Z"),
  readAt: new Date("2026-11-20T12:00:00Z"),
  isFinished: false,
  beforeNanos: -1n,
  walletNanos: 200n * 10n ** 9n - 43n,
  afterNanos: 0n,
  usedNanos: 42n,
  entries: Array.from({ length: 200 }, (_, index) => ({
    id: String(index),
    number: index + 1,
    createdAt: new Date("2026-11-05T00:00:00Z"),
    day: "2026-11-05",
    code: "grant",
    reason: index % 2 === 0 ? null : "For a reason ".repeat(100),
    purchaseId: null,
    amountNanos: 10n ** 9n,
  })),
  models: [{ name: "m".repeat(200), label: null, requests: 3n, costNanos: 40n }],
  keys: [{ name: "\u0000\ud800 ключ", label: "sk-or-v1-abc...123", requests: 3n, costNanos: 42n }],
};

describe("renderStatementPdf", () => {
  it("has exact figures, numbered pages and its state, whatever the names are written in", async () => {
    const file = await renderStatementPdf(buildStatement(read), "A4");
    const text = pdfText(file);
    expect(Buffer.from(file).subarray(0, 5).toString()).toBe("%PDF-");
    expect(text).toContain("$199.999999957");
    expect(text).toContain("−$0.000000001");
    expect(text).toContain("In progress");
    expect(text).toContain("?? ????? ? Zoë Łukasz Şahin");
    expect(text).toContain("?? ключ");
    expect(text).toContain("shown as question marks");
    expect(text).toMatch(/Page 1 of (\d{2})[\s\S]*Page \1 of \1/);
  });

  it("embeds only the glyphs that it uses", async () => {
    const file = await renderStatementPdf(buildStatement({ ...read, entries: [], walletNanos: -43n }), "A4");
    expect(file.length).toBeLessThan(40_000);
  });

  it("does not say that a finished month is unfinished", async () => {
    const statement = buildStatement({ ...read, isFinished: true });
    expect(pdfText(await renderStatementPdf(statement, "LETTER"))).not.toContain("In progress");
  });
});
