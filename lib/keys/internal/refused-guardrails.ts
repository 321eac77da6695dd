import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, type Failure } from "@/lib/kernel/outcome";
import { type AdminGuardrails, looserThanSet, setByAdmin } from "@/lib/keys/rules/admin-guardrails";
import {
  type Guardrails,
  guardrailProblem,
  hasGuardrails,
  type KnownNames,
} from "@/lib/keys/rules/guardrails";
import type { KeyKind } from "@/lib/keys/rules/key-input";

/** What guardrails may name: the models and providers that the catalog has now. */
function knownNames(): KnownNames {
  const { models, providers } = catalog();
  return { models: models.map(({ id }) => id), providers: providers.map(({ slug }) => slug) };
}

type GuardedKey = {
  readonly kind: KeyKind;
  readonly guardrails: Guardrails;
  readonly adminGuardrails: AdminGuardrails;
};

/**
 * Why the actor cannot give a key these guardrails, as the failure of a verb. Management keys send no prompts and have none.
 * Members cannot loosen what an owner or admin set.
 */
export function refusedGuardrails(
  actor: Actor,
  { kind, guardrails: before, adminGuardrails }: GuardedKey,
  after: Guardrails,
): Failure<"guardrail_refused"> | null {
  if (kind === "management" && hasGuardrails(after))
    return fail("guardrail_refused", { message: "Management keys can't have guardrails." });
  const looser = isAdmin(actor) ? null : looserThanSet(adminGuardrails, after);
  const problem = guardrailProblem(before, after, knownNames()) ?? looser;
  return problem && fail("guardrail_refused", problem);
}

/** The column that says which guardrails an owner or admin set, after the actor's change. A member's change leaves it. */
export function adminColumn(
  actor: Actor,
  { adminGuardrails }: Pick<GuardedKey, "adminGuardrails">,
  after: Guardrails,
) {
  const { models, providers, ...flags } = isAdmin(actor) ? setByAdmin(after) : adminGuardrails;
  const lists = providers && { allowed: [...providers.allowed], ignored: [...providers.ignored] };
  return { adminGuardrails: { models: models && [...models], providers: lists, ...flags } };
}
