import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { type Deadlines, extendedDeadline, isShortOptOut, nextDeadline, optOutBusinessDays } from "./clocks";
import type { IdentityCheck, RequestKind, RequestLaw, RequestStatus } from "./request-kinds";

/** What an operator can do with a request. */
export type RequestChange =
  | { readonly kind: "acknowledge" }
  | { readonly kind: "start" }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "check" | "uncheck"; readonly subject: IdentityCheck }
  | { readonly kind: "extend"; readonly reason: string }
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "refuse"; readonly reason: string };

/** A request in the queue, and what has been checked about its sender. */
export type OpenRequest = Deadlines & {
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly state: RequestStatus;
  readonly hasAgent: boolean;
  readonly receivedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly startedAt: Date | null;
  readonly extendedAt: Date | null;
  readonly checked: ReadonlySet<IdentityCheck>;
};

export type StepKind =
  | "received"
  | "confirmed"
  | "acknowledged"
  | "started"
  | "noted"
  | "checked"
  | "unchecked"
  | "extended"
  | "answered"
  | "refused"
  | "closed";

/** The columns that change. Absent ones stay. */
type ChangedFields = {
  readonly state?: RequestStatus;
  readonly acknowledgedAt?: Date;
  readonly startedAt?: Date;
  readonly extendedAt?: Date;
  readonly closedAt?: Date;
  readonly latestBy?: Date;
  readonly nextDueAt?: Date | null;
  readonly answer?: string;
  readonly extensionReason?: string;
};

export type AppliedChange = {
  readonly fields: ChangedFields;
  readonly step: { readonly kind: StepKind; readonly subject?: IdentityCheck; readonly note?: string };
};

export type ChangeError = "closed" | "done" | "identity" | "too_late" | "no_extension" | "agent_missing";

/**
 * What a change does to a request. A closed one takes only notes, so that its log stays complete. What an operator does
 * before acknowledging counts as the acknowledgment: the requester is told of it, and gets no mail of its own for that.
 */
export function applyChange(
  request: OpenRequest,
  change: RequestChange,
  now: Date,
): Outcome<AppliedChange, ChangeError> {
  if (change.kind === "note") return ok({ fields: {}, step: { kind: "noted", note: change.text } });
  if (request.state === "unconfirmed" || isClosed(request.state))
    return fail("closed", { message: "This request is closed. Reload to see how." });
  if (change.kind === "check" || change.kind === "uncheck") return applyCheck(request, change);
  const acknowledgedAt = request.acknowledgedAt ?? now;
  switch (change.kind) {
    case "acknowledge":
      if (request.acknowledgedAt) return done("This request is already acknowledged.");
      return open(request, { state: "acknowledged", acknowledgedAt }, { kind: "acknowledged" });
    case "start":
      if (request.startedAt) return done("This request is already in progress.");
      return open(request, { state: "in_progress", acknowledgedAt, startedAt: now }, { kind: "started" });
    case "extend":
      return applyExtension(request, change.reason, now);
    case "answer":
      return (
        missingProof(request) ??
        ok({
          fields: { state: "answered", acknowledgedAt, closedAt: now, nextDueAt: null, answer: change.text },
          step: { kind: "answered" },
        })
      );
    case "refuse":
      return ok({
        fields: { state: "refused", acknowledgedAt, closedAt: now, nextDueAt: null, answer: change.reason },
        step: { kind: "refused" },
      });
  }
}

export function isClosed(state: RequestStatus): boolean {
  return state === "answered" || state === "refused" || state === "account_deleted";
}

function applyCheck(
  { hasAgent, checked }: OpenRequest,
  { kind, subject }: Extract<RequestChange, { kind: "check" | "uncheck" }>,
): Outcome<AppliedChange, ChangeError> {
  if (subject === "agent" && !hasAgent)
    return fail("agent_missing", { message: "This request has no agent." });
  if (checked.has(subject) === (kind === "check")) return done("This check was changed meanwhile.");
  return ok({ fields: {}, step: { kind: kind === "check" ? "checked" : "unchecked", subject } });
}

/** Once, with a reason, and before the period is over: that is what both laws allow. */
function applyExtension(
  request: OpenRequest,
  reason: string,
  now: Date,
): Outcome<AppliedChange, ChangeError> {
  if (request.extendedAt) return done("The period can be extended once, and it was.");
  if (isShortOptOut(request))
    return fail("no_extension", {
      message: `Opting out under the CCPA takes at most ${optOutBusinessDays} business days, without an extension.`,
    });
  if (request.latestBy < now)
    return fail("too_late", { message: "The period is over. It can only be extended before its end." });
  const fields = {
    state: request.state === "received" ? "acknowledged" : request.state,
    acknowledgedAt: request.acknowledgedAt ?? now,
    extendedAt: now,
    latestBy: extendedDeadline(request.law, request.receivedAt),
    extensionReason: reason,
  } as const;
  return open(request, fields, { kind: "extended" });
}

/** Opting out needs no proof of identity: no one is harmed by it. */
function missingProof({ kind, hasAgent, checked }: OpenRequest): ReturnType<typeof fail<"identity">> | null {
  if (kind === "opt_out") return null;
  if (!checked.has("address"))
    return fail("identity", { message: "Check first that the requester controls the address." });
  if (hasAgent && !checked.has("agent"))
    return fail("identity", { message: "Check the agent's permission first." });
  return null;
}

function open(
  request: OpenRequest,
  fields: ChangedFields,
  step: AppliedChange["step"],
): Outcome<AppliedChange, ChangeError> {
  return ok({ fields: { ...fields, nextDueAt: nextDeadline({ ...request, ...fields }).at }, step });
}

function done(message: string): ReturnType<typeof fail<"done">> {
  return fail("done", { message });
}
