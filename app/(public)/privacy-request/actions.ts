"use server";

import { findViewer } from "@/lib/auth/viewer";
import { confirmDays } from "@/lib/data-requests/rules/clocks";
import { requestSchema } from "@/lib/data-requests/rules/request-input";
import { sendRequest } from "@/lib/data-requests/send-request";
import { takePoint, tooManyAttempts } from "@/lib/http/rate-limit";
import { mailboxOf } from "@/lib/kernel/email";
import { fail } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";

const perOwner = { name: "data_request_owner", points: 5, durationSeconds: 3_600 };
const perEmail = { ...perOwner, name: "data_request_email" };

export const sendRequestAction = defineAnonymousAction({
  input: requestSchema,
  perAddress: { name: "data_request_address", points: 20, durationSeconds: 3_600 },
  run: async ({ input }) => {
    const viewer = await findViewer();
    const own = viewer?.user.emailVerified ? viewer.user.email : null;
    // The limit per address keeps other people from filling a mailbox. It must not keep out the owner, who needs no mail.
    const verdict =
      viewer && own === input.email
        ? await takePoint(perOwner, viewer.user.id)
        : await takePoint(perEmail, mailboxOf(input.email));
    if (!verdict.allowed)
      return fail("rate_limited", { message: tooManyAttempts(verdict.retryAfterSeconds) });
    return sendRequest(input, own);
  },
  success: ({ email, isConfirmed }) =>
    isConfirmed
      ? `Your request is in our queue. We've emailed ${email} a link to follow it.`
      : `We've emailed ${email} a link. Open it within ${confirmDays} days to confirm the request; until then, nothing happens.`,
  refresh: [paths.accountData],
});
