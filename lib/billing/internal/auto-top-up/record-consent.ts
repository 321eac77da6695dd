import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { AutoTopUpTerms } from "@/lib/billing/rules/auto-top-up/terms";

type Consent =
  | { readonly purpose: "auto_top_up"; readonly text: string; readonly terms: AutoTopUpTerms }
  | { readonly purpose: "save_card"; readonly text: string };

/** Keeps what a person agreed to, in the words that they saw, with the date. Returns its id. */
export async function recordConsent(tx: Tx, actor: Actor, consent: Consent): Promise<string> {
  const { id } = await tx.cardConsent.create({
    data: {
      id: uuidv7(),
      workspaceId: actor.workspaceId,
      userId: actor.userId,
      purpose: consent.purpose,
      text: consent.text,
      ...(consent.purpose === "auto_top_up" && consent.terms),
      agreedAt: new Date(),
    },
    select: { id: true },
  });
  return id;
}
