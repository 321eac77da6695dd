"use server";

import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths } from "@/lib/kernel/paths";
import { ok } from "@/lib/kernel/outcome";
import { textField } from "@/lib/kernel/text-field";
import { publishPolicies } from "@/lib/policies/publish-policies";
import { currentDrafts } from "@/lib/policy-texts/current-drafts";
import { defineAction } from "@/lib/web/define-action";

export const publishPoliciesAction = defineAction({
  event: "publish_policies",
  requireActor: requireOperator,
  input: z.object({
    mark: textField(300).min(1),
    summary: textField(500).min(10, "Say in a sentence what changes."),
    kind: z.enum(["material", "words"]),
  }),
  run: async ({ input: { mark, summary, kind } }) => {
    const outcome = await publishPolicies(currentDrafts(), {
      mark,
      summary,
      isMaterial: kind === "material",
    });
    if (!outcome.ok) return outcome;
    const day = (await viewerFormats()).day(outcome.value.effectiveAt, "UTC");
    return ok(kind === "material" ? `Announced. It takes effect on ${day}.` : "Published.");
  },
  success: (sentence) => sentence,
  refresh: [`${paths.operator}/policies`],
});
