import { beforeEach, describe, expect, it } from "vitest";
import { eraseAgain } from "@/lib/accounts/delete-account";
import { feeTerms } from "@/lib/billing/fee-terms";
import { autoTopUpConsentText } from "@/lib/billing/rules/auto-top-up/terms";
import { product } from "@/lib/config/product";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { msPerDay, msPerHour, msPerMinute } from "@/lib/kernel/clock";
import {
  agree,
  attemptsOf,
  auditOf,
  createTopUpWorkspace,
  fillInCard,
  mailsOf,
  order,
  run,
  saveCardAt,
  testCards,
  usualTerms,
  useTopUpStripe,
} from "@/lib/testing/auto-top-up";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { removeSavedCard, resumeAutoTopUp, turnOffAutoTopUp } from "./change-auto-top-up";
import { checkSavedCards, detachCards } from "./check-saved-cards";
import { finishCardSetup, finishCardSetups } from "./finish-card-setups";
import { getAutoTopUp } from "./get-auto-top-up";
import { setUpAutoTopUp } from "./set-up-auto-top-up";

useTopUpStripe();
beforeEach(() => detachCards());

async function cardsAtStripe({ workspaceId }: Actor): Promise<readonly string[]> {
  const { customerId } = await db().stripeCustomer.findUniqueOrThrow({ where: { workspaceId } });
  const response = await fetch(
    `${process.env["STRIPE_API_BASE"]}/v1/customers/${customerId}/payment_methods`,
    {
      headers: { authorization: `Bearer ${testEnvironment["STRIPE_SECRET_KEY"]}` },
    },
  );
  const { data } = (await response.json()) as { data: readonly { card: { last4: string } }[] };
  return data.map(({ card }) => card.last4);
}

async function detachAtStripe({ workspaceId }: Actor): Promise<void> {
  const card = await db().savedCard.findFirstOrThrow({ where: { workspaceId, removedAt: null } });
  const url = `${process.env["STRIPE_API_BASE"]}/v1/payment_methods/${card.paymentMethodId}/detach`;
  const headers = { authorization: `Bearer ${testEnvironment["STRIPE_SECRET_KEY"]}` };
  expect((await fetch(url, { method: "POST", headers })).status).toBe(200);
}

const high = { credits: 1_000n * usualTerms.thresholdNanos };

it("a card that was removed at Stripe is noticed within a day, and pauses auto top-up with one mail", async () => {
  const { actor } = await createTopUpWorkspace(high);
  await detachAtStripe(actor);
  const tomorrow = () => new Date(Date.now() + msPerDay + msPerHour);
  expect(await checkSavedCards()).toEqual({ removed: 0 });
  expect(await checkSavedCards(tomorrow)).toEqual({ removed: 1 });
  expect(await checkSavedCards(tomorrow)).toEqual({ removed: 0 });
  expect(await getAutoTopUp(actor)).toMatchObject({
    state: { kind: "paused", reason: "card_removed" },
    card: null,
  });
  expect(await mailsOf(actor)).toEqual(["Auto top-up is paused: your card was removed"]);
  expect(await auditOf(actor)).toEqual(["auto_top_up.on", "auto_top_up.paused"]);
  expect(await resumeAutoTopUp(actor)).toMatchObject({ ok: false, code: "no_card" });
});

it("a charge to a card that was removed at Stripe pauses at once", async () => {
  const { actor } = await createTopUpWorkspace();
  await detachAtStripe(actor);
  await run();
  await run(msPerHour);
  expect(await attemptsOf(actor)).toMatchObject([{ outcome: "declined", failureCode: "card_removed" }]);
  expect(await mailsOf(actor)).toEqual(["Auto top-up is paused: your card was removed"]);
});

it("a deleted account has no card at Stripe, once Stripe responds, and no charge follows", async () => {
  const { actor } = await createTopUpWorkspace(high);
  expect(await cardsAtStripe(actor)).toEqual(["4242"]);
  expect(await eraseAgain(actor.userId)).toBe(true);
  await run();
  expect(await attemptsOf(actor)).toEqual([]);
  await order("fault", { method: "POST", path: "/v1/payment_methods", status: 500, retry: false });
  expect(await detachCards()).toEqual({ detached: 0 });
  expect(await cardsAtStripe(actor)).toEqual(["4242"]);
  expect(await detachCards()).toEqual({ detached: 1 });
  expect(await cardsAtStripe(actor)).toEqual([]);
  expect(await detachCards()).toEqual({ detached: 0 });
});

it("a card that is saved after the account was deleted is detached, and turns nothing on", async () => {
  const { actor } = await createWorkspace();
  const url = await agree(actor);
  await db().workspace.update({ where: { id: actor.workspaceId }, data: { deletedAt: new Date() } });
  await saveCardAt(url, actor, testCards.pays);
  expect(await db().autoTopUp.count({ where: { workspaceId: actor.workspaceId } })).toBe(0);
  expect(await detachCards()).toEqual({ detached: 1 });
  expect(await cardsAtStripe(actor)).toEqual([]);
});

it("another card replaces the first; removing it turns auto top-up off", async () => {
  const { actor } = await createTopUpWorkspace(high);
  await saveCardAt(await agree(actor), actor, "5555 5555 5555 4444");
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "on" }, card: { last4: "4444" } });
  expect(await detachCards()).toEqual({ detached: 1 });
  expect(await cardsAtStripe(actor)).toEqual(["4444"]);
  expect(await removeSavedCard(actor)).toMatchObject({ ok: true });
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "off" }, card: null });
  await detachCards();
  expect(await cardsAtStripe(actor)).toEqual([]);
  expect(await auditOf(actor)).toEqual(["auto_top_up.on", "auto_top_up.changed", "auto_top_up.off"]);
});

it("a user who does not return from Stripe's page has the card all the same", async () => {
  const { actor } = await createWorkspace(high);
  await fillInCard(await agree(actor));
  expect(await finishCardSetups()).toEqual({ finished: 1 });
  expect(await finishCardSetups()).toEqual({ finished: 0 });
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "on" }, card: { last4: "4242" } });
});

it("only owners and admins of the workspace may change it, in the words that they saw", async () => {
  const { actor } = await createTopUpWorkspace(high);
  const member = { ...actor, role: "member" as const };
  const input = { terms: usualTerms, agreedText: "Something else", card: "saved" as const };
  expect(await setUpAutoTopUp(member, input)).toMatchObject({ code: "not_allowed" });
  expect(await turnOffAutoTopUp(member)).toMatchObject({ code: "not_allowed" });
  expect(await resumeAutoTopUp(member)).toMatchObject({ code: "not_allowed" });
  expect(await removeSavedCard(member)).toMatchObject({ code: "not_allowed" });
  expect(await getAutoTopUp(member)).toBeNull();
  expect(await setUpAutoTopUp(actor, input)).toMatchObject({ code: "terms_changed" });
  // Another workspace's setup is not found.
  const other = await createWorkspace();
  await fillInCard(await agree(other.actor));
  const setup = await db().cardSetup.findFirstOrThrow({ where: { workspaceId: other.workspaceId } });
  await finishCardSetup(actor, setup.id);
  expect(await getAutoTopUp(other.actor)).toMatchObject({ state: { kind: "off" }, card: null });
  expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "on" } });
});

describe("a page for a new card that takes minutes to open", () => {
  const slowPage = { method: "POST", path: "/v1/checkout/sessions", delay: 500 };
  const minutesAhead = (minutes: number) => () => new Date(Date.now() + minutes * msPerMinute);
  /** Starts to open the page, and runs the job so many minutes later, before it is open. */
  async function jobDuringOpening(actor: Actor, minutes: number) {
    await order("fault", slowPage);
    const opening = setUpAutoTopUp(actor, {
      terms: usualTerms,
      agreedText: autoTopUpConsentText({
        ...{ product: product.name, terms: usualTerms, fee: feeTerms(), expiryDays: 0 },
      }),
      card: "new",
    });
    await expect.poll(() => db().cardSetup.count({ where: { workspaceId: actor.workspaceId } })).toBe(1);
    await finishCardSetups(minutesAhead(minutes));
    const [{ state } = { state: "" }] = await db().cardSetup.findMany({
      where: { workspaceId: actor.workspaceId },
    });
    return { state, opened: await opening };
  }

  it("is not given up before it is open", async () => {
    const { actor } = await createWorkspace(high);
    const { state, opened } = await jobDuringOpening(actor, 5);
    expect(state).toBe("open");
    if (!opened.ok || !opened.value.url) throw new Error("not opened");
    await saveCardAt(opened.value.url, actor, testCards.pays);
    expect(await getAutoTopUp(actor)).toMatchObject({ state: { kind: "on" }, card: { last4: "4242" } });
  });

  it("is not shown when it was given up, because its card would turn nothing on", async () => {
    const { actor } = await createWorkspace(high);
    const { state, opened } = await jobDuringOpening(actor, 11);
    expect(state).toBe("closed");
    expect(opened).toMatchObject({ ok: false, code: "payments_unavailable" });
  });
});
