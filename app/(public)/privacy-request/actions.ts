"use server";

import { findViewer } from "@/lib/auth/viewer";
import { confirmDays } from "@/lib/data-requests/rules/clocks";
import { requestSchema } from "@/lib/data-requests/rules/request-input";
import { sendRequest } from "@/lib/data-requests/send-request";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";

export const sendRequestAction = defineAnonymousAction({
  input: requestSchema,
  perAddress: { name: "data_request_address", points: 20, durationSeconds: 3_600 },
  perEmail: { name: "data_request_email", points: 5, durationSeconds: 3_600 },
  run: async ({ input }) => {
    const viewer = await findViewer();
    return sendRequest(input, viewer?.user.emailVerified ? viewer.user.email : null);
  },
  success: ({ email, isConfirmed }) =>
    isConfirmed
      ? `Your request is in our queue. We've emailed ${email} a link to follow it.`
      : `We've emailed ${email} a link. Open it within ${confirmDays} days to confirm the request; until then, nothing happens.`,
  refresh: [paths.accountData],
});
