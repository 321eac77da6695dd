import "server-only";
import { findChangedDrafts } from "@/lib/policies/publish-policies";
import { policyNames } from "@/lib/policies/rules/policy";
import { currentDrafts } from "@/lib/policy-texts/current-drafts";
import { Warning } from "./finding";

/** Whether the published policies say what this version and its configuration do. */
export async function checkPolicies(): Promise<string | Warning> {
  const drafts = await findChangedDrafts(currentDrafts());
  if (!drafts) return "the published policies say what this version does";
  const names = drafts.changed.map(({ policy }) => policyNames[policy]).join(", ");
  return new Warning(`${names}: the text has changed; check and publish it at /operator/policies`);
}
