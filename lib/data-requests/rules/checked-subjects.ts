import { identityChecks, type IdentityCheck } from "./request-kinds";

type CheckStep = { readonly kind: string; readonly subject: string | null };

/** What counts as checked after these steps, oldest first, each with the step that checked it. */
export function checkedSubjects<Step extends CheckStep>(
  steps: readonly Step[],
): ReadonlyMap<IdentityCheck, Step> {
  const checked = new Map<IdentityCheck, Step>();
  for (const step of steps) {
    const subject = identityChecks.find((known) => known === step.subject);
    if (!subject) continue;
    if (step.kind === "checked") checked.set(subject, step);
    if (step.kind === "unchecked") checked.delete(subject);
  }
  return checked;
}
