import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { db } from "@/lib/db/client";
import { sectionsSchema } from "@/lib/policies/rules/policy";
import { findAccount, makeAccount, operatorAccount } from "./support/accounts";
import { useProductDatabase } from "./support/product";
import { expect, expectSoundEverywhere, test } from "./support/test";

for (const [path, name] of [
  ["/legal/privacy", "Privacy policy"],
  ["/legal/terms", "Terms of service"],
  ["/legal/cookies", "Cookies"],
  ["/legal/subprocessors", "Subprocessors"],
] as const) {
  test(`${path} names its version and date, and its links lead somewhere`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.getByText(/^Version \d+, in effect since [A-Z]\w+ \d+, \d{4}\.$/)).toBeVisible();
    await expectSoundEverywhere(page);
    const links = await page
      .getByRole("main")
      .getByRole("link")
      .evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
    for (const href of new Set(links.filter((link) => link.startsWith("/")))) {
      const { pathname } = new URL(href, "http://localhost");
      expect((await page.request.get(pathname)).status(), href).toBeLessThan(400);
    }
  });
}

test("a policy or version that does not exist is not found", async ({ page }) => {
  for (const path of ["/legal/nothing", "/legal/privacy/0", "/legal/privacy/999999", "/legal/privacy/x"]) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
});

test("a new version is published, compared with the one before, and listed", async ({ page, signIn }) => {
  const number = await makeDifference();
  await operatorAccount();
  await signIn(await findAccount("operator@example.test"));
  await page.goto("/operator/policies");
  await expect(page.getByText("Cookies: 1 sentence added, 1 changed, 1 removed")).toBeVisible();
  await page.getByText("Cookies: 1 sentence added, 1 changed, 1 removed").click();
  await expect(page.getByRole("deletion").filter({ hasText: "A sentence of the past." })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByLabel("What changes, for the email and the page").fill("short");
  await page.getByLabel("Only words").check();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Say in a sentence what changes.")).toBeVisible();
  const summary = "Two sentences about cookies are said more exactly.";
  await page.getByLabel("What changes, for the email and the page").fill(summary);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("The published policies say what this version")).toBeVisible();

  await page.context().clearCookies();
  await page.goto("/legal/cookies");
  await expect(page.getByText(`Version ${number + 1}, in effect since`).first()).toBeVisible();
  await expect(page.getByRole("main").getByText("A sentence of the past.")).toHaveCount(0);
  await page
    .getByRole("region", { name: "Versions" })
    .getByRole("link", { name: `Version ${number + 1}` })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: `Cookies, version ${number + 1}` })).toBeVisible();
  await expect(
    page.getByText(`Compared with version ${number}: 1 sentence added, 1 changed, 1 removed.`),
  ).toBeVisible();
  await expect(page.getByText(summary)).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Removed" }).getByText("A sentence of the past."),
  ).toBeVisible();
  await expectSoundEverywhere(page);
});

test("a change is shown on every page until it is accepted, which is recorded", async ({ page, signIn }) => {
  const account = await makeAccount();
  // Older than the announcement that it gets, and than those of all other accounts of these tests.
  const long = new Date("2020-01-01T00:00:00Z");
  await db().user.update({
    where: { id: account.actor.userId },
    data: { createdAt: long },
    select: { id: true },
  });
  const number = await announceInThePast();
  await signIn(account);
  await page.goto("/keys");
  await expect(page.getByText("Our policies changed on Jul 2, 2020.")).toBeVisible();
  await page.getByRole("link", { name: "Review the changes" }).click();
  await expect(page.getByRole("heading", { name: "Changed on Jul 2, 2020" })).toBeVisible();
  await expect(page.getByText("An announced change.")).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByRole("rowheader", { name: `Subprocessors, version ${number}` })).toBeVisible();
  await expect(page.getByText("Our policies changed on")).toHaveCount(0);
  await expect(page.getByText("No changes")).toBeVisible();
});

// Last, because no correction of words can be published until the announced version is in effect.
test("who signs up before an announced version is in effect sees it, and what it changes", async ({
  page,
}) => {
  const { number } = await publishForLater();
  await page.goto("/sign-up");
  await expect(
    page.getByText(/^Our policies change on [A-Z]\w+ \d+, \d{4} \(UTC\)\. See what changes:/),
  ).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("link", { name: `Terms of service (version ${number})` }).click();
  await expect(
    page.getByRole("heading", { level: 1, name: `Terms of service, version ${number}` }),
  ).toBeVisible();
  await page.goto("/legal/terms");
  await expect(page.getByText(new RegExp(`^Version ${number} takes effect on`))).toBeVisible();
});

/**
 * Publishes a version of the cookies' text that differs from what the product says, as an earlier version of the product
 * would have. Returns its number.
 */
async function makeDifference(): Promise<number> {
  useProductDatabase();
  const newest = await db().policyVersion.findFirstOrThrow({
    where: { policy: "cookies" },
    orderBy: { number: "desc" },
    select: { number: true, sections: true },
  });
  const [first, ...rest] = sectionsSchema.parse(newest.sections);
  if (!first) throw new Error("no sections");
  const [intro, list, ...blocks] = first.blocks;
  if (!intro || !list) throw new Error("no blocks");
  const [kept, ...others] = list.sentences;
  if (!kept) throw new Error("no sentences");
  const sections = [
    {
      ...first,
      blocks: [
        { ...intro, sentences: [{ id: "essential.past", text: "A sentence of the past." }] },
        { ...list, sentences: [{ ...kept, text: "The session cookie, in other words." }, ...others] },
        ...blocks,
      ],
    },
    ...rest,
  ];
  const now = new Date();
  const hash = new Uint8Array(createHash("sha256").update(JSON.stringify(sections)).digest());
  await insertVersion(
    { policy: "cookies", number: newest.number + 1, sections, hash },
    {
      summary: null,
      isMaterial: false,
      publishedAt: now,
      effectiveAt: now,
    },
  );
  return newest.number + 1;
}

/** Publishes the terms as they are, in effect in a minute. Not material, so that no other account is told. */
async function publishForLater(): Promise<{ readonly number: number; readonly effectiveAt: Date }> {
  const newest = await db().policyVersion.findFirstOrThrow({
    where: { policy: "terms" },
    orderBy: { number: "desc" },
    select: { number: true, sections: true, hash: true },
  });
  const number = newest.number + 1;
  const publishedAt = new Date();
  const effectiveAt = new Date(publishedAt.getTime() + 60_000);
  await insertVersion(
    { ...newest, policy: "terms", number, sections: sectionsSchema.parse(newest.sections) },
    { summary: "A later version.", isMaterial: false, publishedAt, effectiveAt },
  );
  return { number, effectiveAt };
}

/** Announces the subprocessors as they are, long ago, so that no other account is told. Returns the number. */
async function announceInThePast(): Promise<number> {
  const newest = await db().policyVersion.findFirstOrThrow({
    where: { policy: "subprocessors" },
    orderBy: { number: "desc" },
    select: { number: true, sections: true, hash: true },
  });
  await insertVersion(
    {
      ...newest,
      policy: "subprocessors",
      number: newest.number + 1,
      sections: sectionsSchema.parse(newest.sections),
    },
    {
      summary: "An announced change.",
      isMaterial: true,
      publishedAt: new Date("2020-06-01T00:00:00Z"),
      effectiveAt: new Date("2020-07-02T00:00:00Z"),
    },
  );
  return newest.number + 1;
}

async function insertVersion(
  version: {
    policy: string;
    number: number;
    sections: ReturnType<typeof sectionsSchema.parse>;
    hash: Uint8Array<ArrayBuffer>;
  },
  publication: { summary: string | null; isMaterial: boolean; publishedAt: Date; effectiveAt: Date },
): Promise<void> {
  const id = uuidv7();
  await db().policyPublication.create({
    data: {
      id,
      ...publication,
      versions: { create: { id: uuidv7(), ...version } },
    },
    select: { id: true },
  });
}
