"use server";

import { dismissNotices } from "@/lib/alerts/notices";
import { dismissSchema } from "@/lib/alerts/rules/alert-input";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

export const dismissAction = defineAction({
  event: "dismiss_notice",
  input: dismissSchema,
  run: ({ actor, input }) => dismissNotices(actor, input.alertId),
  success: ({ count }) => (count === 1 ? "Notice dismissed." : `${count} notices dismissed.`),
  refresh: [paths.notices],
});
