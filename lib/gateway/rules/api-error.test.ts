import { expect, test } from "vitest";
import * as errors from "./api-error";
import type { EndReason, HoldShortage, ApiError, UpstreamError } from "./api-error";

const now = new Date("2026-11-28T12:00:30Z");
const limit = { limitNanos: 9n, usedNanos: 1n, heldNanos: 3n, limitReset: null, resetAt: null };
const shortages: HoldShortage[] = (["credits", "key", "member", "workspace"] as const).flatMap((of) =>
  [0n, 5n].map((availableNanos) => ({ of, availableNanos, limit: of === "credits" ? null : limit })),
);
const asked = { appUrl: "https://x.example", hasPurchased: true, tokensWanted: 9, tokensAffordable: 3 };
const reasons: EndReason[] = ["deadline", "shutdown", "caller_left", "too_large", "too_deep"];
const statuses = [400, 401, 408, 413, 422, 429, 500, 502, 503, 504, 524, 529];
const upstreamErrors: UpstreamError[] = [
  ...statuses.map((status) => ({ kind: "status" as const, status })),
  ...(["timeout", "unreachable", "error", "broken"] as const).map((kind) => ({ kind })),
];
const model = { id: "a/b", inputModalities: ["text"] };

/** Every error, by the name of its export. */
const errorsByName: Record<string, readonly ApiError[]> = {
  unknownUser: [errors.unknownUser],
  invalidRequest: [errors.invalidRequest("no")],
  unknownModel: [errors.unknownModel("a/b")],
  mediumNotAccepted: [errors.mediumNotAccepted("messages", "image", model)],
  insufficientCredits: [errors.insufficientCredits],
  tooManyConcurrent: [errors.tooManyConcurrent("key", 1), errors.tooManyConcurrent("workspace", 1)],
  processBusy: [errors.processBusy(5)],
  billIsLate: [errors.billIsLate],
  tooSlow: [errors.tooSlow],
  serverError: [errors.serverError],
  serverErrorBilled: [errors.serverErrorBilled],
  admissionTimedOut: [errors.admissionTimedOut],
  callerLeft: [errors.callerLeft],
  guardrailRestricted: [errors.guardrailRestricted("x", "https://x.example")],
  requestRestricted: [errors.requestRestricted("x", "provider.zdr")],
  privacyRestricted: [errors.privacyRestricted("x", "https://x.example")],
  noEndpoints: [errors.noEndpoints("a/b")],
  paymentRequired: shortages.map((shortage) => errors.paymentRequired(shortage, asked)),
  freeLimitReached: [errors.freeLimitReached("day", 5, now), errors.freeLimitReached("minute", 5, now)],
  endedByUs: reasons.map((reason) => errors.endedByUs(reason, 600)),
  apiErrorOfUpstream: upstreamErrors.map((upstreamError) =>
    errors.apiErrorOfUpstream(upstreamError, "Provider"),
  ),
};
const billed = ["billIsLate", "tooSlow", "serverErrorBilled", "endedByUs"];
/** Exports that do not create an error. */
const others = ["isRetryable"];

test("every error is covered", () => {
  expect(Object.keys(errors).sort()).toEqual([...Object.keys(errorsByName), ...others].sort());
});

test.each(Object.entries(errorsByName))(
  "%s invites no retry when its completion is billed, and forbids one only then",
  (name, all) => {
    for (const { message, headers = {} } of all) {
      const names = new Headers(headers);
      const isBilled = billed.includes(name);
      expect(names.get("x-should-retry")).toBe(isBilled ? "false" : null);
      if (isBilled) expect(names.get("retry-after")).toBeNull();
      if (/is billed/.test(message)) expect(isBilled).toBe(true);
    }
  },
);

test.each(["tooManyConcurrent", "processBusy", "admissionTimedOut", "freeLimitReached"])(
  "%s, which cost nothing, says when to retry",
  (name) => {
    for (const { headers } of errorsByName[name] ?? []) expect(headers).toHaveProperty("Retry-After");
  },
);

test("only a provider's errors about the request itself are the caller's, and no other provider is tried", () => {
  for (const status of [400, 413, 422]) {
    expect(errors.apiErrorOfUpstream({ kind: "status", status }, "Wren").status).toBe(status);
    expect(errors.isRetryable({ kind: "status", status })).toBe(false);
  }
});

test.each([201, 202, 204, 206, 301, 302, 304, 307, 401, 402, 403, 404, 405, 410, 418, 451, 500, 501, 502])(
  "a provider that responds with %d has failed, and the caller is not at fault",
  (status) => {
    expect(errors.apiErrorOfUpstream({ kind: "status", status }, "Wren")).toMatchObject({
      status: 502,
      message: "Provider returned error",
    });
    expect(errors.isRetryable({ kind: "status", status })).toBe(true);
  },
);

test("the amounts of a limit are told for the key's own limit only", () => {
  const amounts = { limit: 0.000000009, usage: 0.000000001, held: 0.000000003 };
  for (const shortage of shortages) {
    const { metadata = {} } = errors.paymentRequired(shortage, asked);
    if (shortage.of === "key") expect(metadata).toMatchObject(amounts);
    else for (const name of Object.keys(amounts)) expect(metadata).not.toHaveProperty(name);
  }
});
