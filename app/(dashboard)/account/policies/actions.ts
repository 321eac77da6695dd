"use server";

import { z } from "zod";
import { paths } from "@/lib/kernel/paths";
import { acceptPublication } from "@/lib/policies/acceptances";
import { defineAction } from "@/lib/web/define-action";

export const acceptPolicies = defineAction({
  event: "accept_policies",
  input: z.object({ publicationId: z.uuid() }),
  run: async ({ actor: { userId }, input: { publicationId } }) => acceptPublication(userId, publicationId),
  success: () => "Recorded. Thank you.",
  refresh: [paths.accountPolicies],
});
