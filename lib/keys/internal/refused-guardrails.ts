import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import { fail, type Failure } from "@/lib/kernel/outcome";
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

/** Why a key cannot have these guardrails, as the failure of a verb. Management keys send no prompts and have none. */
export function refusedGuardrails(
  kind: KeyKind,
  before: Guardrails,
  after: Guardrails,
): Failure<"guardrail_refused"> | null {
  if (kind === "management" && hasGuardrails(after))
    return fail("guardrail_refused", { message: "Management keys can't have guardrails." });
  const problem = guardrailProblem(before, after, knownNames());
  return problem && fail("guardrail_refused", problem);
}
