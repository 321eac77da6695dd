"use server";

import { requireOperator } from "@/lib/auth/require-actor";
import { enterRequest } from "@/lib/data-requests/enter-request";
import { handleRequest } from "@/lib/data-requests/handle-request";
import {
  answerSchema,
  checkSchema,
  enteredRequestSchema,
  noteSchema,
  reasonSchema,
  requestIdSchema,
} from "@/lib/data-requests/rules/request-input";
import { operatorRequestHref, paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

const refresh = [paths.operatorRequests];

export const enterRequestAction = defineAction({
  event: "enter_data_request",
  requireActor: requireOperator,
  input: enteredRequestSchema,
  run: ({ actor, input }) => enterRequest(actor, input),
  redirectTo: ({ id }) => operatorRequestHref(id),
});

export const acknowledgeRequestAction = defineAction({
  event: "acknowledge_data_request",
  requireActor: requireOperator,
  input: requestIdSchema,
  run: ({ actor, input }) => handleRequest(actor, input.requestId, { kind: "acknowledge" }),
  success: () => "Acknowledged. The requester was told.",
  refresh,
});

export const startRequestAction = defineAction({
  event: "start_data_request",
  requireActor: requireOperator,
  input: requestIdSchema,
  run: ({ actor, input }) => handleRequest(actor, input.requestId, { kind: "start" }),
  success: () => "In progress. The requester was told.",
  refresh,
});

export const noteRequestAction = defineAction({
  event: "note_data_request",
  requireActor: requireOperator,
  input: noteSchema,
  run: ({ actor, input }) => handleRequest(actor, input.requestId, { kind: "note", text: input.note }),
  success: () => "Note added.",
  refresh,
});

export const checkRequestAction = defineAction({
  event: "check_data_request",
  requireActor: requireOperator,
  input: checkSchema,
  run: ({ actor, input: { requestId, subject, checked } }) =>
    handleRequest(actor, requestId, { kind: checked === "on" ? "check" : "uncheck", subject }),
  refresh,
});

export const extendRequestAction = defineAction({
  event: "extend_data_request",
  requireActor: requireOperator,
  input: reasonSchema,
  run: ({ actor, input }) => handleRequest(actor, input.requestId, { kind: "extend", reason: input.reason }),
  success: () => "Extended. The requester was told the reason.",
  refresh,
});

export const answerRequestAction = defineAction({
  event: "answer_data_request",
  requireActor: requireOperator,
  input: answerSchema,
  run: ({ actor, input }) => handleRequest(actor, input.requestId, { kind: "answer", text: input.answer }),
  success: () => "Answered.",
  refresh,
});

export const refuseRequestAction = defineAction({
  event: "refuse_data_request",
  requireActor: requireOperator,
  input: reasonSchema,
  run: ({ actor, input }) => handleRequest(actor, input.requestId, { kind: "refuse", reason: input.reason }),
  success: () => "Rejected.",
  refresh,
});
