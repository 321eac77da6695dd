import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import type { Actor } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { listsOf, type ProviderMode } from "@/lib/privacy/rules/provider-choice";
import type { KeyName } from "./get-key";
import { guardrailsText } from "./rules/guardrails";
import { updateKey } from "./update-key";

export type ChosenGuardrails = {
  /** Ids of models or "author/*"; null for all. */
  readonly models: readonly string[] | null;
  readonly mode: ProviderMode;
  /** Slugs of the providers of the catalog that are turned on. */
  readonly providers: readonly string[];
  readonly zeroRetentionOnly: boolean;
  readonly denyCollection: boolean;
  /** The guardrails that the user saw when choosing, as `guardrailsText` writes them. */
  readonly seen: string;
};

/**
 * Sets all guardrails of a key in one change. They hold for every request that arrives after the returned moment. A
 * choice made from an older state is refused: a tab that was left open must not loosen what was tightened in another.
 * An empty list of models or providers is refused, because stored lists that are empty allow everything.
 */
export async function chooseGuardrails(
  actor: Actor,
  name: KeyName,
  chosen: ChosenGuardrails,
): Promise<
  Outcome<{ readonly since: Date }, "not_found" | "changed_meanwhile" | "guardrail_refused" | "none_allowed">
> {
  const { models, mode, providers, zeroRetentionOnly, denyCollection } = chosen;
  if (models?.length === 0)
    return fail("none_allowed", {
      field: "model",
      message: "Choose at least one model, or allow all models.",
    });
  const known = catalog().providers.map(({ slug }) => slug);
  const allowed = known.filter((slug) => providers.includes(slug));
  if (allowed.length === 0)
    return fail("none_allowed", { field: "provider", message: "Choose at least one provider." });
  const outcome = await updateKey(actor, name, ({ guardrails }) =>
    guardrailsText(guardrails) === chosen.seen
      ? {
          guardrails: {
            allowedModels: models ?? [],
            ...listsOf(guardrails, { mode, allowed, known }),
            zeroRetentionOnly,
            denyCollection,
          },
        }
      : null,
  );
  if (outcome.ok) return ok({ since: new Date() });
  // Its field is one of the stored lists, not one of the choice.
  return fail(outcome.code, outcome.message === undefined ? {} : { message: outcome.message });
}
