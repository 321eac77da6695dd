import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { finishCardSetup } from "@/lib/billing/auto-top-up/finish-card-setups";
import { runAutoTopUps } from "@/lib/billing/auto-top-up/run-auto-top-ups";
import { setUpAutoTopUp } from "@/lib/billing/auto-top-up/set-up-auto-top-up";
import { feeTerms } from "@/lib/billing/fee-terms";
import { autoTopUpConsentText } from "@/lib/billing/rules/auto-top-up/terms";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { closeDb, db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { nanosPerDollar } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { startStripe } from "@/lib/sandbox/start-stripe";
import { testDatabase } from "./database";
import { testEnvironment } from "./environment";
import { createWorkspace, type MadeWorkspace } from "./factories";

/** When below $5.00, buy $25.00 for $26.38, at most $100.00 a month. */
export const usualTerms = {
  thresholdNanos: 5n * nanosPerDollar,
  creditsNanos: 25n * nanosPerDollar,
  monthlyMaxNanos: 100n * nanosPerDollar,
};

export const testCards = {
  pays: "4242 4242 4242 4242",
  declines: "4000 0000 0000 0341",
  authenticates: "4000 0027 6000 3184",
} as const;

/** Agrees to the terms. Returns the address of Stripe's page for a new card. */
export async function agree(
  actor: Actor,
  terms = usualTerms,
  card: "saved" | "new" = "new",
): Promise<string> {
  const agreedText = autoTopUpConsentText({
    ...{ product: product.name, terms, fee: feeTerms() },
    expiryDays: env().creditExpiryDays,
  });
  const outcome = await setUpAutoTopUp(actor, { terms, agreedText, card });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.url ?? "";
}

/** Fills in Stripe's page with a card, and does not return from it. */
export function fillInCard(url: string, card: string = testCards.pays): Promise<Response> {
  const body = new URLSearchParams({ email: "ada@example.test", method: "card", card });
  return fetch(url, { method: "POST", redirect: "manual", body });
}

/** Fills in Stripe's page that saves a card, and returns from it, like a browser. */
export async function saveCardAt(url: string, actor: Actor, card: string): Promise<void> {
  let response = await fillInCard(url, card);
  let back = response.headers.get("location") ?? "";
  if (back.includes("/c/auth/")) {
    const answer = new URLSearchParams({ answer: "confirm" });
    response = await fetch(new URL(back, url), { method: "POST", redirect: "manual", body: answer });
    back = response.headers.get("location") ?? "";
  }
  await finishCardSetup(actor, new URL(back).searchParams.get("card"));
}

/** A workspace whose auto top-up is on, and whose balance is below the threshold unless it is given credits. */
export async function createTopUpWorkspace({
  card = "pays",
  terms = usualTerms,
  credits,
}: {
  readonly card?: keyof typeof testCards;
  readonly terms?: typeof usualTerms;
  readonly credits?: bigint;
} = {}): Promise<MadeWorkspace> {
  const made = await createWorkspace(credits === undefined ? {} : { credits });
  await saveCardAt(await agree(made.actor, terms), made.actor, testCards[card]);
  return made;
}

function stripeUrl(): string {
  return process.env["STRIPE_API_BASE"] ?? "";
}

/** The webhook's route. */
type Receive = (request: Request) => Promise<Response>;

/**
 * Gives the test file a database and Stripe's simulator, and each test no other workspace to charge. Without `receive` no
 * webhook arrives: everything is learned from the simulator's responses and lists. Call it at the top of the file.
 */
export function useTopUpStripe(receive?: Receive): void {
  let stripe: Awaited<ReturnType<typeof startTopUpStripe>> | undefined;
  beforeAll(async () => {
    await testDatabase();
    stripe = await startTopUpStripe(receive);
  });
  // Leaves the workspaces of earlier tests alone.
  beforeEach(() => db().autoTopUp.updateMany({ where: { isOn: true }, data: { isOn: false } }));
  afterAll(async () => {
    await stripe?.stop();
    await closeDb();
  });
}

async function startTopUpStripe(receive?: Receive): Promise<{ stop(): Promise<void> }> {
  const receiver = receive ? await listen(receive) : null;
  const stripe = await startStripe({
    port: 0,
    webhookUrl: receiver?.url ?? null,
    webhookSecret: testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "",
    settleMs: 50,
    feeMs: 50,
  });
  process.env["STRIPE_API_BASE"] = stripe.url;
  return {
    stop: async () => {
      await stripe.stop();
      receiver?.close();
    },
  };
}

async function listen(receive: Receive): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = { "stripe-signature": String(request.headers["stripe-signature"]) };
    const url = "http://localhost/api/webhooks/stripe";
    const reply = await receive(new Request(url, { method: "POST", body, headers }));
    response.writeHead(reply.status).end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/api/webhooks/stripe`, close };
}

/** Sends a command to the simulator, such as to fail. */
export async function order(name: string, body: object = {}): Promise<void> {
  const response = await fetch(`${stripeUrl()}/_emulator/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`Stripe's simulator refused ${name}: ${response.status}`);
}

type Intent = { readonly id: string; readonly status: string; readonly amount_received: number };

/** Every payment that Stripe has for the workspace. */
export async function intentsOf({ workspaceId }: Actor): Promise<readonly Intent[]> {
  const { customerId } = await db().stripeCustomer.findUniqueOrThrow({ where: { workspaceId } });
  const response = await fetch(`${stripeUrl()}/v1/payment_intents?customer=${customerId}&limit=100`, {
    headers: { authorization: `Bearer ${testEnvironment["STRIPE_SECRET_KEY"]}` },
  });
  const { data } = (await response.json()) as { data: readonly Intent[] };
  return data;
}

/** One run of the job, with everything that it charges, at the time `aheadMs` from now, or from another moment. */
export async function run(aheadMs = 0, fromMs = Date.now()): Promise<void> {
  const { settled } = await runAutoTopUps(() => new Date(fromMs + aheadMs));
  await settled;
}

/**
 * Noon of the tenth of the month after next, for tests of the monthly limit: no charge of theirs is near the end of a
 * month, and nothing that is dated by the real clock comes after it.
 */
export function middleOfMonth(): number {
  const now = new Date();
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 10, 12);
}

/** Credited minus debited. */
export async function balanceOf({ workspaceId }: Actor): Promise<bigint> {
  return (await getBalance(workspaceId)).balanceNanos;
}

export async function attemptsOf({ workspaceId }: Actor) {
  return db().autoTopUpAttempt.findMany({ where: { workspaceId }, orderBy: { startedAt: "asc" } });
}

export async function mailsOf({ userId }: Actor): Promise<string[]> {
  const { email } = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const rows = await db().outboxMail.findMany({ where: { recipient: email ?? "" }, orderBy: { id: "asc" } });
  return rows.map(({ subject }) => subject);
}

export async function auditOf({ workspaceId }: Actor): Promise<string[]> {
  const where = { workspaceId, action: { startsWith: "auto_top_up." } };
  const rows = await db().auditEvent.findMany({ where, orderBy: { id: "asc" }, select: { action: true } });
  return rows.map(({ action }) => action);
}
