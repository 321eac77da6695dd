"use server";

import { confirmRequest } from "@/lib/data-requests/confirm-request";
import { confirmSchema } from "@/lib/data-requests/rules/request-input";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";

export const confirmRequestAction = defineAnonymousAction({
  input: confirmSchema,
  perAddress: { name: "data_request_confirm", points: 30, durationSeconds: 15 * 60 },
  run: ({ input }) => confirmRequest(input.token),
  success: () => "Your request is confirmed and in our queue.",
  refresh: [paths.privacyRequestStatus],
});
