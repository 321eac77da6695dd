import "server-only";
import { env } from "@/lib/config/env";
import { autoTopUpHref, paths } from "@/lib/kernel/paths";
import { ensureCustomer, nameBuyer } from "../customer";
import { isMissing, stripe } from "../stripe-client";

type CardPage = {
  readonly setupId: string;
  readonly workspaceId: string;
  readonly email: string | null;
};

/** Opens Stripe's page that saves a card and charges nothing. */
export async function openCardPage(
  page: CardPage,
): Promise<{ readonly sessionId: string; readonly url: string }> {
  const customer = await ensureCustomer(page.workspaceId);
  try {
    return await createSession(page, customer, `card_setup:${page.setupId}`);
  } catch (error) {
    if (!isMissing(error, "customer")) throw error;
    const replaced = await ensureCustomer(page.workspaceId, customer);
    return createSession(page, replaced, `card_setup:${page.setupId}:${replaced}`);
  }
}

async function createSession(
  { setupId, workspaceId, email }: CardPage,
  customer: string,
  idempotencyKey: string,
) {
  const { appUrl } = env();
  if (email) await nameBuyer(customer, email);
  const metadata = { card_setup_id: setupId, workspace_id: workspaceId };
  const session = await stripe().checkout.sessions.create(
    {
      mode: "setup",
      currency: "usd",
      customer,
      client_reference_id: setupId,
      allowed_payment_method_types: ["card"],
      metadata,
      setup_intent_data: { metadata },
      success_url: `${appUrl}${paths.credits}?card=${setupId}`,
      cancel_url: `${appUrl}${autoTopUpHref}`,
    },
    { idempotencyKey },
  );
  if (!session.url) throw new Error("Stripe opened a session without an address");
  return { sessionId: session.id, url: session.url };
}
