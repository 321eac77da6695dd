import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { makeKey } from "./support/accounts";
import { makeHistory } from "./support/history";
import { requestsShown } from "./support/pages";
import { expect, expectSoundEverywhere, signedInTest as test } from "./support/test";
import { whileTableIsAway } from "./support/trouble";

test("a bar lists its requests, a drag becomes the range, and Escape lists all again", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  await page.goto("/activity?range=24h");
  const plot = page.getByRole("group", { name: "Spend by model" });
  const surface = plot.locator("svg.recharts-surface").first();
  await expect(surface).toBeVisible();
  const box = await surface.boundingBox();
  if (!box) throw new Error("the plot has no size");
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.98));
  await expect(plot.getByText("Total", { exact: true })).toBeVisible();
  await page.mouse.down();
  await page.mouse.up();
  await expect(page).toHaveURL(/at=20\d\d-/);
  await expect(page.getByRole("link", { name: /Remove filter Time/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/at=/);
  await page.mouse.move(...at(0.5));
  await expect(plot.getByText("No data", { exact: true })).toBeVisible();
  await page.mouse.down();
  await page.mouse.move(...at(0.6), { steps: 4 });
  await page.mouse.move(...at(0.98), { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=20[\d-]+T\d\d:00Z&to=/);
  await expect(requestsShown(page)).toHaveCount(4);
});

test("names the day that stands out, and lists its requests", async ({ page, account }) => {
  const key = await makeKey(account, { name: "Nightly" });
  const midnight = Math.floor(Date.now() / msPerDay) * msPerDay;
  await db().usageDay.createMany({
    data: Array.from({ length: 12 }, (_, index) => ({
      workspaceId: account.actor.workspaceId,
      spanStart: new Date(midnight - (index + 1) * msPerDay),
      model: index === 4 ? "sandbox/heron" : "sandbox/wren",
      provider: "quarry",
      keyId: key.id,
      requests: index === 4 ? 90n : 20n,
      errors: 0n,
      promptTokens: 100n,
      completionTokens: 100n,
      reasoningTokens: 0n,
      cachedTokens: 0n,
      // The ledger knows of no spend.
      costNanos: 0n,
    })),
  });
  await page.goto("/activity?range=30d&metric=requests");
  const peak = page.getByRole("link", { name: "4.5 times the usual, 100% of it from sandbox/heron" });
  await expect(peak).toBeVisible();
  await peak.click();
  await expect(page).toHaveURL(/at=20\d\d-/);
  await expect(page.getByRole("link", { name: /Remove filter Time/ })).toBeVisible();
  await expect(peak).toBeHidden();
});

test("the breakdown isolates and hides series, and the stack keeps its order", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity?range=24h&metric=requests");
  const bars = page
    .getByRole("group", { name: "Requests by model" })
    .locator("svg.recharts-surface rect[rx]");
  await expect(bars).toHaveCount(2);
  const fills = () =>
    bars.evaluateAll((rects) =>
      rects
        .toSorted((one, other) => Number(one.getAttribute("y")) - Number(other.getAttribute("y")))
        .map((rect) => rect.getAttribute("fill")),
    );
  const before = await fills();
  const heron = page.getByRole("button", { name: /^sandbox\/heron/ });
  await heron.click();
  await expect(bars).toHaveCount(1);
  await expect(heron).toHaveAttribute("aria-pressed", "true");
  await heron.click();
  await expect(bars).toHaveCount(2);
  expect(await fills()).toEqual(before);
  await page.getByRole("button", { name: "Actions for sandbox/wren" }).click();
  await page.getByRole("menuitem", { name: "Exclude" }).click();
  await expect(bars).toHaveCount(1);
  await page.getByRole("button", { name: "Actions for sandbox/wren" }).click();
  await page.getByRole("menuitem", { name: "View requests" }).click();
  await expect(page).toHaveURL(/model=sandbox\/wren&metric=requests#requests/);
  await expect(requestsShown(page)).toHaveCount(1);
});

test("the largest series are named beside the chart where there is room, without overlap", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  await page.goto("/activity?metric=requests");
  const names = page
    .getByRole("group", { name: "Requests by model" })
    .locator("text")
    .filter({ hasText: /^(heron|wren)$/ })
    .filter({ visible: true });
  await expect(names).toHaveCount(2);
  const [upper, lower] = [await names.nth(0).boundingBox(), await names.nth(1).boundingBox()];
  if (!upper || !lower) throw new Error("the names have no size");
  expect(lower.y - upper.y).toBeGreaterThanOrEqual(15);
  for (const { x, width } of [upper, lower]) expect(x + width).toBeLessThanOrEqual(1280);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(names).toHaveCount(0);
});

test("a chart that fails to load shows an id and keeps its place, and retrying works", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  const alert = page.getByRole("alert").filter({ hasText: "The chart couldn't be loaded" });
  await whileTableIsAway("series_ranks", async () => {
    await page.goto("/activity");
    await expect(alert).toContainText(/Request req_[\w-]{16}/);
    await expect(requestsShown(page)).toHaveCount(4);
    expect((await alert.locator("..").boundingBox())?.height).toBeGreaterThan(400);
    await expectSoundEverywhere(page);
  });
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
  await expect(page.getByRole("table", { name: /breakdown/ })).toBeVisible();
});

test("latency that fails to load leaves the rest of the page, and retrying works", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  // Everything is in the sums before one of their tables is away.
  await page.goto("/activity");
  await expect(requestsShown(page)).toHaveCount(4);
  const alert = page.getByRole("alert").filter({ hasText: "The chart couldn't be loaded" });
  await whileTableIsAway("usage_histograms", async () => {
    await page.goto("/activity?tab=latency&range=7d");
    await expect(alert).toContainText(/Request req_[\w-]{16}/);
    const totals = page.getByRole("list", { name: "Totals of the range" });
    await expect(totals.getByRole("link", { name: /Requests/ })).toContainText("4");
    await expect(totals.getByRole("link", { name: /Latency/ })).toContainText("–");
    await expect(requestsShown(page)).toHaveCount(4);
    await expectSoundEverywhere(page);
  });
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
  await expect(page.getByRole("region", { name: /^Latency/ })).toBeVisible();
});

test("on a phone, the chart names the touched bucket above the plot and covers nothing", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/activity?metric=requests");
  const surface = page.locator("svg.recharts-surface").first();
  const box = await surface.boundingBox();
  if (!box) throw new Error("the plot has no size");
  await page.mouse.move(box.x + box.width * 0.95, box.y + box.height / 2);
  const figure = page.getByRole("figure", { name: "Requests by model" });
  await expect(figure.getByText(/00:00 to 24:00/).filter({ visible: true })).toHaveCount(1);
});

test("on a phone, the chart's controls take two rows, and every choice is a tap or two away", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto("/activity");
    const controls = [
      page.getByRole("navigation", { name: "Charts" }),
      page.getByRole("button", { name: "Show as" }),
      page.getByRole("button", { name: "Group by" }),
    ];
    const boxes = await Promise.all(controls.map((control) => control.boundingBox()));
    const [charts, views, groups] = boxes.map((box) => (box ? box.y + box.height / 2 : NaN));
    expect(views, "below it").toBeGreaterThan(charts ?? NaN);
    expect(groups, "of one row").toBeCloseTo(views ?? NaN, 0);
    await page.getByRole("button", { name: "Group by" }).click();
    await expect(page.getByRole("menuitem")).toHaveCount(5);
    await page.keyboard.press("Escape");
  }
});
