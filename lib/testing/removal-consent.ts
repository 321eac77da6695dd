import type { Actor } from "@/lib/kernel/actor";
import type { RemovalConsent } from "@/lib/privacy/rules/removal";
import { removalPhrase } from "@/lib/privacy/rules/removal";
import { summarizeData } from "@/lib/privacy/summarize-data";
import { defaultFormats } from "@/lib/kernel/format";

/** What a user types after reading on the privacy page how many rows the shorter retention removes. */
export async function consentTo(actor: Actor, retention: "none" | "d30"): Promise<RemovalConsent> {
  const { removedBy, countedAt } = await summarizeData(actor);
  return { typed: removalPhrase(removedBy[retention], defaultFormats), countedAt };
}
