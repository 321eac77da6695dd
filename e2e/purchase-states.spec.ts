import type { Locator, Page } from "@playwright/test";
import { makeAccount } from "./support/accounts";
import { purchaseIn } from "./support/purchases";
import { expect, expectSound, expectSoundEverywhere, test } from "./support/test";

type State = keyof typeof purchaseIn;

const widths = [1280, 390] as const;

/** Runs `look` at both widths and checks the page at each. */
async function atEachWidth(page: Page, look: () => Promise<void>): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await look();
    await expectSound(page);
  }
}

type Listed = {
  readonly name: string;
  readonly says?: string;
  /** Links of the row, in order. */
  readonly does: readonly string[];
};

const listed = {
  opened: { name: "Not paid yet", does: ["Pay"] },
  notOpened: {
    name: "Page not opened",
    says: "The payment page couldn't be opened. You weren't charged",
    does: ["Retry"],
  },
  declined: { name: "Card declined", says: "The card has insufficient funds", does: ["Retry"] },
  processing: { name: "Payment processing", does: [] },
  paid: { name: "Credited", does: ["Receipt", "Invoice"] },
  failedLate: { name: "Payment failed", says: "The payment didn't go through", does: ["Retry"] },
  mismatched: { name: "Not credited", says: "Contact the operator with the purchase ID", does: [] },
  expired: { name: "Page expired", does: ["Retry"] },
  refundedInPart: { name: "Partly refunded", says: "$4.00 reversed", does: ["Receipt", "Invoice"] },
  refunded: { name: "Refunded", does: ["Receipt", "Invoice"] },
  refundFailed: { name: "Credited", does: ["Receipt", "Invoice"] },
  disputed: { name: "Disputed", does: ["Receipt", "Invoice"] },
  disputeWon: { name: "Credited", does: ["Receipt", "Invoice"] },
  disputeLost: { name: "Dispute lost", does: ["Receipt", "Invoice"] },
} as const satisfies Partial<Record<State, Listed>>;

test("the list of purchases names every state, says why, and offers what can be done", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  const account = await makeAccount();
  const made: [Listed, string][] = [];
  for (const [state, shown] of Object.entries(listed) as [keyof typeof listed, Listed][])
    made.push([shown, await purchaseIn[state](account)]);
  await signIn(account);
  await page.goto("/credits?tab=purchases");
  await atEachWidth(page, async () => {
    const rows = page.getByRole("table", { name: /^Purchases/ }).getByRole("row");
    for (const [index, [shown, id]] of made.toReversed().entries()) {
      const row = rows.nth(index + 1);
      await expect(row.getByText(shown.name, { exact: true })).toBeVisible();
      if (shown.says) await expect(row.getByText(shown.says)).toBeVisible();
      const names = shown.does.map((does) => `${does} for purchase ${id}`);
      await expect(row.getByRole("link")).toHaveText(names);
      for (const link of await row.getByRole("link").all()) await expectBeside(link, row);
    }
  });
  await expectSoundEverywhere(page);
});

/** A link stands next to the amount and the state of its row, not on top of them. */
async function expectBeside(link: Locator, row: Locator): Promise<void> {
  const own = await link.boundingBox();
  expect(own).not.toBeNull();
  for (const other of [row.getByText("$10.80"), row.locator("[data-phone=status]")]) {
    const box = await other.boundingBox();
    expect(own?.x).toBeGreaterThanOrEqual((box?.x ?? Infinity) + (box?.width ?? 0));
  }
}

/** What the receipt says about money that went back, and what it means for the credits. */
const receipts = {
  refundedInPart: ["Partly refunded", "Refunded $4.00 of $10.80", "Credits taken back"],
  refunded: ["Refunded $10.80 of $10.80", "Credits taken back"],
  refundFailed: ["Refund failed", "The credits are in your balance again"],
  disputed: ["Dispute open", "its credits were taken back"],
  disputeWon: ["Dispute closed", "Your bank confirmed the payment"],
  disputeLost: ["Dispute lost", "Its credits stay taken back"],
} as const satisfies Partial<Record<State, readonly string[]>>;

for (const [state, texts] of Object.entries(receipts) as [keyof typeof receipts, readonly string[]][]) {
  test(`the receipt of a purchase tells what happened to it: ${state}`, async ({ page, signIn }) => {
    const account = await makeAccount();
    const id = await purchaseIn[state](account);
    await signIn(account);
    await page.goto(`/credits/purchases/${id}`);
    await atEachWidth(page, async () => {
      for (const text of texts) await expect(page.getByText(text).first()).toBeVisible();
      await expect(page.getByText("Visa 4242")).toBeVisible();
    });
    await page.goto("/notices");
    await atEachWidth(page, async () => {
      await expect(page.getByText(/purchase of \$10\.00/).first()).toBeVisible();
    });
  });
}

type Notice = {
  /** What the address of the return says: paid, or cancelled. */
  readonly return?: "purchase" | "cancelled";
  readonly title: string;
  readonly says: string;
  readonly does: string | null;
};

/** The notice at the top of Credits, when the buyer comes back and when they open the page later. */
const notices: readonly (readonly [State, Notice])[] = [
  [
    "opened",
    {
      return: "purchase",
      title: "This purchase hasn't been paid yet",
      says: "You haven't been charged",
      does: "Back to the payment page",
    },
  ],
  [
    "opened",
    {
      return: "cancelled",
      title: "This purchase hasn't been paid yet",
      says: "You haven't been charged",
      does: "Back to the payment page",
    },
  ],
  [
    "processing",
    { return: "purchase", title: "Payment processing", says: "takes several days", does: "Close" },
  ],
  ["processing", { title: "Payment processing", says: "takes several days", does: "Close" }],
  ["paid", { return: "purchase", title: "$10.00 in credits added", says: "use them now", does: "Close" }],
  [
    "expired",
    {
      return: "cancelled",
      title: "The payment page has expired",
      says: "You weren’t charged",
      does: "Start again",
    },
  ],
  [
    "failedLate",
    { return: "purchase", title: "The payment failed", says: "You weren't charged", does: "Try again" },
  ],
  ["failedLate", { title: "Payment failed: $10.80", says: "You weren't charged", does: "Try again" }],
  ["declined", { title: "Card declined: $10.80", says: "insufficient funds", does: "Try another card" }],
  ["notOpened", { title: "Payment page not opened: $10.80", says: "You weren't charged", does: "Try again" }],
  ["mismatched", { title: "Payment not credited: $10.80", says: "Purchase ID", does: null }],
  [
    "mismatched",
    { return: "purchase", title: "The payment wasn’t credited", says: "Purchase ID", does: null },
  ],
];

for (const [state, notice] of notices) {
  const when = notice.return ? `after a return (${notice.return})` : "later";
  test(`the notice about a purchase says what to do: ${state}, ${when}`, async ({ page, signIn }) => {
    const account = await makeAccount();
    const id = await purchaseIn[state](account);
    await signIn(account);
    await page.goto(notice.return ? `/credits?${notice.return}=${id}` : "/credits");
    await atEachWidth(page, async () => {
      await expect(page.getByText(notice.title, { exact: true })).toBeVisible();
      await expect(page.getByText(notice.says).first()).toBeVisible();
      if (notice.does)
        await expect(page.getByRole("link", { name: notice.does, exact: true }).first()).toBeVisible();
      else await expect(page.getByRole("link", { name: /^Try|^Start again/ })).toHaveCount(0);
    });
  });
}

const automatic = {
  automatic: { name: "Credited", attempt: "Charged", says: null, does: "Receipt" },
  automaticDeclined: {
    name: "Card declined",
    attempt: "Declined",
    says: "The bank declined the payment without a reason.",
    does: null,
  },
  automaticUnconfirmed: {
    name: "Confirmation needed",
    attempt: "Confirmation needed",
    says: "The bank wants you to confirm the payment.",
    does: null,
  },
} as const;

for (const [state, shown] of Object.entries(automatic) as [
  keyof typeof automatic,
  (typeof automatic)[keyof typeof automatic],
][]) {
  test(`an automatic charge says what became of it, on a phone too: ${state}`, async ({ page, signIn }) => {
    const account = await makeAccount();
    await purchaseIn[state](account);
    await signIn(account);
    await page.goto("/credits?tab=purchases");
    await atEachWidth(page, async () => {
      const attempt = tableRow(page, /^Automatic charges/, shown.attempt);
      if (shown.says) await expect(attempt.getByText(shown.says)).toBeVisible();
      const purchase = tableRow(page, /^Purchases/, shown.name);
      await expect(purchase.getByText(/auto top-up$/i)).toBeVisible();
      if (shown.says) await expect(purchase.getByText(shown.says)).toBeVisible();
      await expect(purchase.getByRole("link", { name: /^(Try again|Pay)/ })).toHaveCount(0);
      if (shown.does) await expect(purchase.getByRole("link", { name: /^Receipt/ })).toBeVisible();
    });
    await expectSoundEverywhere(page);
  });
}

function tableRow(page: Page, table: RegExp, text: string) {
  return page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: text });
}
