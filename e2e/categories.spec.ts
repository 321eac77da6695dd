import { db } from "@/lib/db/client";
import { makeAccount } from "./support/accounts";
import { expect, expectSoundEverywhere, test } from "./support/test";

test("rankings by category show groups of twenty prompts and more, to everyone", async ({ page }) => {
  await makeAccount();
  const day = new Date(new Date().toISOString().slice(0, 10));
  const count = (model: string, category: string, prompts: bigint) =>
    db().categoryDay.upsert({
      where: { day_model_category: { day, model, category } },
      create: { day, model, category, prompts },
      update: { prompts },
    });
  await count("sandbox/heron", "mathematics", 19n);
  await page.goto("/rankings");
  await expect(page.getByRole("heading", { name: "Rankings" })).toBeVisible();
  await expect(page.getByText("Mathematics")).toHaveCount(0);
  await count("sandbox/heron", "translation", 47n);
  await count("sandbox/kestrel-vision", "translation", 12n);
  await page.reload();
  const table = page.getByRole("region", { name: "By category" });
  const row = table.getByRole("row").filter({ hasText: "Translation" });
  await expect(row).toContainText("40");
  await expect(row).toContainText("heron");
  await expect(table).not.toContainText("Mathematics");
  await expect(table).not.toContainText("kestrel");
  await expectSoundEverywhere(page);
});
