import "server-only";
import { uuidv7 } from "uuidv7";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { saveCardConsentText } from "@/lib/billing/rules/auto-top-up/terms";
import { recordConsent } from "./record-consent";

/** The buyer agreed that the card of this purchase is kept: it is saved when the purchase is paid. */
export async function expectCard(tx: Tx, actor: Actor, purchaseId: string): Promise<void> {
  const text = saveCardConsentText(product.name);
  const consentId = await recordConsent(tx, actor, { purpose: "save_card", text });
  await tx.cardSetup.create({
    data: { id: uuidv7(), workspaceId: actor.workspaceId, consentId, purchaseId },
    select: { id: true },
  });
}
