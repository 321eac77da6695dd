"use server";

import { z } from "zod";
import { paths } from "@/lib/kernel/paths";
import { disableWithLink } from "@/lib/keys/disable-with-link";
import { disableTokenShape } from "@/lib/keys/rules/disable-link";
import { defineAnonymousAction } from "@/lib/web/define-action";

const token = z.string().regex(disableTokenShape, "This link is incomplete. Open it from the email again.");

export const disableKeyAction = defineAnonymousAction({
  input: z.object({ token }),
  perAddress: { name: "disable_key", points: 30, durationSeconds: 15 * 60 },
  run: ({ input }) => disableWithLink(input.token),
  success: ({ name }) => `Key “${name}” is disabled.`,
  refresh: [paths.disableKey],
});
