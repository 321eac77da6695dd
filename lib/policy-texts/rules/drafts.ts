import type { PolicyDrafts } from "@/lib/policies/rules/policy";
import { cookieSections } from "./cookies";
import type { PolicyFacts } from "./facts";
import { collectedSections } from "./privacy-collected";
import { rightsSections } from "./privacy-rights";
import { sharedSections } from "./privacy-shared";
import { subprocessorSections } from "./subprocessors";
import { termsSections } from "./terms";

/** The texts of all policies for these facts. */
export function policyDrafts(facts: PolicyFacts): PolicyDrafts {
  return {
    privacy: [...collectedSections(facts), ...sharedSections(facts), ...rightsSections(facts)],
    terms: termsSections(facts),
    cookies: cookieSections(facts),
    subprocessors: subprocessorSections(facts),
  };
}
