import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { sqlPool, transaction } from "@/lib/db/client";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { getBalance } from "@/lib/ledger/get-balance";
import { pdfText } from "@/lib/testing/pdf-text";
import { monthName, moveMonth } from "@/lib/statements/rules/months";
import { type Account, makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { csvRows, dollars, rowOf } from "./support/pages";
import { seedHistory } from "./support/seed-history";
import { expect, expectSoundEverywhere, test } from "./support/test";

/** Of UTC, the zone of new accounts. */
const thisMonth = new Date().toISOString().slice(0, 7);
const lastMonth = moveMonth(thisMonth, -1);

type Row = Readonly<Record<string, string>>;

async function download(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [saved] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

const total = (rows: readonly Row[], column: string): Nanos =>
  rows.reduce((sum, row) => sum + dollars(row[column] || "0"), 0n);

/** The balance at the end of a month, from nothing but the transfers. */
async function closingOf({ actor }: Account, month: string): Promise<Nanos> {
  const { rows } = await sqlPool().query<{ sum: Nanos }>(
    `select coalesce(sum(case when c.kind = 'wallet' then t.amount_nanos else -t.amount_nanos end), 0)::bigint as sum
       from transfers t join ledger_accounts c on c.id = t.credit_account_id
      where t.workspace_id = $1 and to_char(t.created_at at time zone 'UTC', 'YYYY-MM') <= $2`,
    [actor.workspaceId, month],
  );
  return rows[0]?.sum ?? 0n;
}

/** As a statement shows it: with as many decimals as any of its amounts needs, so perhaps with more zeros. */
function shownAmount(nanos: Nanos): string {
  return formatDollars(nanos, { decimals: 9 }).replace(/(\.\d\d\d*?)0+$/, "$1");
}

test("statements of this month and the last add up, as CSV, as PDF and on the page", async ({
  page,
  account,
}) => {
  await seedHistory(account, 400);
  // On the first day of a month there may be no other.
  const { secret } = await makeKey(account);
  expect((await complete(secret, "Say hello", { model: "sandbox/wren" })).status).toBe(200);
  await page.goto("/credits");
  await page.getByRole("link", { name: "Statements", exact: true }).click();
  const running = rowOf(page, monthName(thisMonth));
  await expect(running).toContainText("In progress");
  await expect(rowOf(page, monthName(lastMonth))).toContainText("Final");
  await expectSoundEverywhere(page);
  const closing = new Map<string, Nanos>();
  for (const month of [lastMonth, thisMonth]) {
    const row = rowOf(page, monthName(month));
    const state = month === thisMonth ? "-unfinished" : "";
    const csv = await download(page, () => row.getByRole("link", { name: "CSV" }).click());
    expect(csv.name).toBe(`statement-${month}${state}.csv`);
    const rows = csvRows(csv.bytes.toString());
    const line = (name: string) => rows.filter((one) => one["line"] === name);
    const opening = total(line("opening_balance"), "balance_usd");
    closing.set(month, total(line("closing_balance"), "balance_usd"));
    expect(opening + total(rows, "amount_usd")).toBe(closing.get(month));
    expect(closing.get(month)).toBe(await closingOf(account, month));
    expect(opening).toBe(await closingOf(account, moveMonth(month, -1)));
    const used = total(line("usage"), "amount_usd");
    expect(used).toBeLessThan(0n);
    for (const by of ["usage_by_model", "usage_by_key"]) expect(total(line(by), "part_usd")).toBe(used);
    expect(rows.at(-1)).toMatchObject({ line: "end", description: `${rows.length - 1} lines` });

    const pdf = await download(page, () => row.getByRole("link", { name: "PDF" }).click());
    expect(pdf.name).toBe(`statement-${month}${state}.pdf`);
    const text = pdfText(pdf.bytes);
    expect(text).toContain(shownAmount(closing.get(month) ?? 0n));
    expect(text).toContain(account.actor.workspaceId);
    expect(text.includes("In progress")).toBe(month === thisMonth);
    expect(text).toContain("Page 1 of ");
  }
  expect(closing.get(thisMonth)).toBe((await getBalance(account.actor.workspaceId)).balanceNanos);

  await running.getByRole("link", { name: monthName(thisMonth), exact: true }).click();
  await expect(page.getByRole("heading", { name: `Statement of ${monthName(thisMonth)}` })).toBeVisible();
  const shown = shownAmount(closing.get(thisMonth) ?? 0n);
  await expect(page.getByRole("row", { name: "Closing balance" })).toContainText(shown);
  await expectSoundEverywhere(page);
});

test("transactions are filtered by kind and searched, and their file has the same rows", async ({
  page,
  signIn,
}) => {
  const account = await makeAccount({ credits: "7" });
  await seedHistory(account, 100);
  await signIn(account);
  const fileRows = async () => {
    const { bytes } = await download(page, () => page.getByRole("link", { name: "CSV" }).click());
    const rows = csvRows(bytes.toString());
    expect(rows.at(-1)).toMatchObject({ number: "end", description: "End of file" });
    return { rows: rows.slice(0, -1), end: rows.at(-1)?.["reason"] ?? "" };
  };

  await page.goto("/credits?kind=grants");
  await expect(page.getByText("Credit granted")).toHaveCount(2);
  const grants = await fileRows();
  expect(grants.rows.map((row) => row["description"])).toEqual(["Credit granted", "Credit granted"]);
  expect(grants.end).toContain("2 rows; ");
  expect(grants.end).toContain("kind: Grants; days in UTC");
  await expectSoundEverywhere(page);

  await page.getByRole("navigation", { name: "Kind" }).getByRole("link", { name: "Usage" }).click();
  await expect(page).toHaveURL(/kind=usage/);
  await expect(page.getByText("Credit granted")).toHaveCount(0);
  const usage = await fileRows();
  // Every row of the pages is in the file, with its exact amounts.
  const exact: (string | null)[] = [];
  for (;;) {
    const onPage = await page
      .getByRole("row")
      .filter({ hasText: "Usage ·" })
      .evaluateAll((rows) =>
        rows.map((row) => row.querySelectorAll("data")[0]?.getAttribute("value") ?? null),
      );
    exact.push(...onPage);
    const older = page.getByRole("link", { name: "Older" });
    if ((await older.count()) === 0) break;
    const address = page.url();
    await older.click();
    await expect(page).not.toHaveURL(address);
  }
  expect(usage.rows.map((row) => row["amount_usd"])).toEqual(exact);

  await page.goto("/credits");
  await page.getByRole("searchbox", { name: "Search transactions" }).fill("for a TEST");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=for\+a\+TEST/);
  await expect(rowOf(page, "For a test")).toBeVisible();
  await expect(page.getByText("Seeded history")).toHaveCount(0);
  expect((await fileRows()).rows).toHaveLength(1);

  await page.goto("/credits?kind=corrections&q=nothing");
  await expect(page.getByText("No transactions match")).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("link", { name: "Show all transactions" }).click();
  await expect(rowOf(page, "For a test")).toBeVisible();
});

test("a balance below zero says what it blocks and what to do", async ({ page, account }) => {
  const { workspaceId } = account.actor;
  const posted = await transaction((tx) =>
    postTransfer(tx, {
      workspaceId,
      from: "wallet",
      to: "corrections",
      amountNanos: dollars("14.2"),
      code: "correction",
      idempotencyKey: "below zero",
      reason: "For a test",
    }),
  );
  expect(posted.ok).toBe(true);
  await page.goto("/credits?tab=statements");
  await expect(page.getByText("Your balance is below zero: −$4.20")).toBeVisible();
  await expect(
    page.getByText("All requests are rejected with status 402, also those to free models."),
  ).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("main").getByRole("link", { name: "Add credits" }).last().click();
  await expect(page.getByRole("button", { name: /^Pay \$26\.38$/ })).toBeVisible();
});
