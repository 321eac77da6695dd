import { expect, test } from "./support/outside-test";
import { freezePostgres } from "./support/processes";

test.setTimeout(150_000);

test("a page that failed because the database hangs says so, asks whether the server is ready, and then loads by itself", async ({
  outside,
  page,
}) => {
  const product = await outside.ensure();
  const loads: string[] = [];
  const probes: string[] = [];
  /** Without those of probes that were given up because the server did not respond either. */
  const statuses: number[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === "/rankings") loads.push(request.url());
    if (pathname === "/api/ready") probes.push(request.url());
  });
  page.on("response", (response) => {
    if (new URL(response.url()).pathname === "/api/ready") statuses.push(response.status());
  });
  const thaw = await freezePostgres(outside);
  try {
    await page.goto(`${product.origin}/rankings`, { timeout: 60_000 });
    await expect(page.getByRole("heading", { name: "This page couldn't be loaded" })).toBeVisible();
    await expect(page.getByRole("status")).toHaveText(
      "This page reloads automatically once the server is ready.",
    );
    await expect.poll(() => probes.length, { timeout: 40_000 }).toBeGreaterThanOrEqual(3);
    expect(statuses.filter((status) => status !== 503)).toEqual([]);
    expect(loads, "so the page is not loaded again").toHaveLength(1);
  } finally {
    thaw();
  }
  await expect(page.getByRole("heading", { level: 1, name: "Rankings" })).toBeVisible({ timeout: 60_000 });
  expect(statuses.at(-1)).toBe(200);
});
