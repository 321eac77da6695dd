import { describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { startPurchase } from "@/lib/billing/start-purchase";
import { db } from "@/lib/db/client";
import { msPerHour, msPerSecond } from "@/lib/kernel/clock";
import { nanosPerDollar } from "@/lib/kernel/money";
import {
  agree,
  attemptsOf,
  auditOf,
  balanceOf,
  createTopUpWorkspace,
  fillInCard,
  intentsOf,
  mailsOf,
  order,
  run,
  saveCardAt,
  testCards,
  usualTerms,
  useTopUpStripe,
} from "@/lib/testing/auto-top-up";
import { createWorkspace } from "@/lib/testing/factories";
import { resumeAutoTopUp, turnOffAutoTopUp } from "./change-auto-top-up";
import { finishCardSetups } from "./finish-card-setups";
import { getAutoTopUp } from "./get-auto-top-up";
import { runAutoTopUps } from "./run-auto-top-ups";

useTopUpStripe(POST);

const credits = usualTerms.creditsNanos;

describe("a bank that asks for authentication", () => {
  it("is asked once, pauses with one mail, and a payment by the person credits once and resumes nothing", async () => {
    const { actor } = await createTopUpWorkspace({ card: "authenticates" });
    for (let round = 0; round < 3; round += 1) await run(round * msPerHour);
    expect(await intentsOf(actor)).toHaveLength(1);
    expect(await balanceOf(actor)).toBe(0n);
    expect(await mailsOf(actor)).toEqual([
      "Auto top-up is paused: your bank asks you to confirm the payment",
    ]);
    const paused = { state: { kind: "paused", reason: "authentication_required" } };
    expect(await getAutoTopUp(actor)).toMatchObject(paused);
    expect(await auditOf(actor)).toEqual(["auto_top_up.on", "auto_top_up.paused"]);

    const started = await startPurchase(actor, { creditsNanos: credits });
    if (!started.ok) throw new Error(started.code);
    const session = started.value.url.split("/").at(-1);
    await order("complete", { session, mode: "succeed" });
    await expect.poll(() => balanceOf(actor), { timeout: 10_000 }).toBe(credits);
    expect(await getAutoTopUp(actor)).toMatchObject(paused);

    expect(await resumeAutoTopUp(actor)).toMatchObject({ ok: true });
    expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "on" } });
    await run();
    expect(await balanceOf(actor)).toBe(credits);
  });
});

describe("a declined card", () => {
  it("is tried three times, minutes apart, then paused with one mail", async () => {
    const { actor } = await createTopUpWorkspace({ card: "declines" });
    await run();
    await run();
    expect(await attemptsOf(actor)).toHaveLength(1);
    expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "waiting", declines: 1 } });
    await run(6 * 60 * msPerSecond);
    await run(7 * 60 * msPerSecond);
    expect(await attemptsOf(actor)).toHaveLength(2);
    for (let hours = 1; hours < 6; hours += 1) await run(hours * msPerHour);
    expect((await attemptsOf(actor)).map(({ outcome }) => outcome)).toEqual(Array(3).fill("declined"));
    expect(await mailsOf(actor)).toEqual(["Auto top-up is paused: your card was declined three times"]);
    expect(await getAutoTopUp(actor)).toMatchObject({
      state: { kind: "paused", reason: "declined" },
      chargedNanos: 0n,
    });
    const purchases = await db().purchase.findMany({ where: { workspaceId: actor.workspaceId } });
    expect(purchases.map(({ state }) => state)).toEqual(Array(3).fill("failed"));
  });
});

describe("a decline that becomes known late", () => {
  /**
   * A charge whose response is lost, so that its outcome is asked for two minutes later. Stripe's package repeats a
   * request whose connection was closed once, under the same key.
   */
  const lost = { method: "POST", path: "/v1/payment_intents", drop: true, after: true, times: 2 };
  const askedAgain = 130 * msPerSecond;
  const highTerms = { ...usualTerms, thresholdNanos: 10_000n * nanosPerDollar };

  it("of a card that was replaced leaves the new agreement alone", async () => {
    const { actor } = await createTopUpWorkspace({ card: "authenticates" });
    await order("fault", lost);
    await run();
    expect(await attemptsOf(actor)).toMatchObject([{ endedAt: null }]);
    await saveCardAt(await agree(actor, highTerms), actor, testCards.pays);
    await run(askedAgain);
    expect((await attemptsOf(actor))[0]).toMatchObject({ outcome: "declined" });
    expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "on" } });
    expect(await mailsOf(actor)).toEqual([]);
    expect(await auditOf(actor)).toEqual(["auto_top_up.on", "auto_top_up.changed"]);
    // The new card is charged without a wait.
    await run(askedAgain);
    expect(await balanceOf(actor)).toBe(credits);
  });

  it("counts nothing when it was turned off", async () => {
    const { actor } = await createTopUpWorkspace({ card: "declines" });
    await order("fault", lost);
    await run();
    expect(await attemptsOf(actor)).toMatchObject([{ endedAt: null }]);
    await turnOffAutoTopUp(actor);
    await run(askedAgain);
    expect(await attemptsOf(actor)).toMatchObject([{ outcome: "declined" }]);
    const setting = await db().autoTopUp.findUniqueOrThrow({ where: { workspaceId: actor.workspaceId } });
    expect(setting).toMatchObject({ isOn: false, declines: 0, nextAttemptAt: null, pausedAt: null });
  });
});

it("a purchase never turns it on, not even one whose card is kept", async () => {
  const { actor } = await createWorkspace();
  const started = await startPurchase(actor, { creditsNanos: 5n * nanosPerDollar, savesCard: true });
  if (!started.ok) throw new Error(started.code);
  await fillInCard(started.value.url);
  await expect.poll(() => finishCardSetups(), { timeout: 10_000 }).toMatchObject({ finished: 1 });
  expect(await getAutoTopUp(actor)).toMatchObject({
    state: { kind: "off" },
    terms: null,
    card: { brand: "visa", last4: "4242", expiry: "valid" },
  });
  const consent = await db().cardConsent.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
  expect(consent).toMatchObject({ purpose: "save_card", userId: actor.userId });
  // Off after it was on: another purchase leaves it off.
  await agree(actor, { ...usualTerms, thresholdNanos: nanosPerDollar }, "saved");
  expect(await turnOffAutoTopUp(actor)).toMatchObject({ ok: true });
  const again = await startPurchase(actor, { creditsNanos: 5n * nanosPerDollar, savesCard: true });
  if (!again.ok) throw new Error(again.code);
  await fillInCard(again.value.url);
  await expect.poll(() => finishCardSetups(), { timeout: 10_000 }).toMatchObject({ finished: 1 });
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "off" } });
  // The second card was not agreed to replace the first: Stripe is told to forget it.
  const cards = await db().savedCard.findMany({ where: { workspaceId: actor.workspaceId } });
  expect(cards.filter(({ removedAt }) => removedAt === null)).toHaveLength(1);
});

it("turned off during a charge, the charge ends and none follows", async () => {
  const { actor } = await createTopUpWorkspace({
    terms: { ...usualTerms, thresholdNanos: 10_000n * nanosPerDollar },
  });
  await order("fault", { method: "POST", path: "/v1/payment_intents", delay: 300 });
  const running = run();
  await expect.poll(() => attemptsOf(actor)).toHaveLength(1);
  await turnOffAutoTopUp(actor);
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "charging", isOn: false } });
  await running;
  for (let round = 0; round < 3; round += 1) await run(round * msPerHour);
  expect(await balanceOf(actor)).toBe(credits);
  expect(await intentsOf(actor)).toHaveLength(1);
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "off" } });
  expect(await auditOf(actor)).toEqual(["auto_top_up.on", "auto_top_up.off"]);
});

it("one slow card keeps no other workspace waiting", async () => {
  const slow = await createTopUpWorkspace();
  await order("fault", { method: "POST", path: "/v1/payment_intents", delay: 2_000 });
  const first = await runAutoTopUps();
  await expect.poll(() => attemptsOf(slow.actor)).toHaveLength(1);
  const { actor } = await createTopUpWorkspace();
  await runAutoTopUps();
  await expect.poll(() => balanceOf(actor), { timeout: 1_500, interval: 20 }).toBe(credits);
  expect(await balanceOf(slow.actor)).toBe(0n);
  await first.settled;
  expect(await balanceOf(slow.actor)).toBe(credits);
});

it("a page that was left without saving a card changes nothing", async () => {
  const { actor } = await createWorkspace();
  const url = await agree(actor);
  await finishCardSetups();
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "off" }, card: null });
  await saveCardAt(url, actor, testCards.pays);
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "on" } });
});
