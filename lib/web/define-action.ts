import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { requireActor } from "@/lib/auth/require-actor";
import { env } from "@/lib/config/env";
import type { ActionName } from "@/lib/interface-events/rules/event-names";
import { errorFacts, log } from "@/lib/config/log";
import { assert } from "@/lib/kernel/assert";
import { bareText } from "@/lib/kernel/bare-text";
import { issueText } from "@/lib/kernel/issue-text";
import type { Actor } from "@/lib/kernel/actor";
import type { FormAction, FormState } from "@/lib/kernel/form-state";
import type { RequestOrigin } from "@/lib/kernel/network";
import { fail, type Failure, type Outcome } from "@/lib/kernel/outcome";
import { ownPath } from "@/lib/kernel/own-path";
import { paths } from "@/lib/kernel/paths";
import { clientAddress, requestOrigin } from "@/lib/http/client-address";
import { fieldErrors, formFields, typedValues } from "./form-fields";
import { isSameOrigin } from "@/lib/http/origin-check";
import { messageOf, unexpected } from "./problem";
import {
  addressRule,
  emailRule,
  type RateRule,
  returnPoint,
  takePoint,
  tooManyAttempts,
} from "@/lib/http/rate-limit";
import { newRequestId } from "@/lib/http/request-id";
import { type Ending, noteEnding, recordAction } from "./record-action";

/** Describes a form. `run` gets parsed input; everything around it is done here, once for all forms. */
type Adapter<Schema extends z.ZodType, Value, Call> = {
  readonly input: Schema;
  readonly run: (call: Call & { input: z.output<Schema> } & RequestFacts) => Promise<Outcome<Value, string>>;
  /** Sentence to announce; without one, the page shows the change itself. */
  readonly success?: (value: Value) => string;
  /** The part of the result that the form shows (a new secret). Must be serializable. */
  readonly data?: (value: Value) => unknown;
  /** Pages to re-render. */
  readonly refresh?: readonly string[];
  /** Where to redirect on success: a path of this site, or the home page when it is not one. */
  readonly redirectTo?: (value: Value) => string;
  /** The payment processor's hosted page, as the processor returned it. */
  readonly leaveTo?: (value: Value) => string;
};

type RequestFacts = { readonly requestId: string; readonly origin: RequestOrigin };

type ActionDefinition<Schema extends z.ZodType, Value> = Adapter<Schema, Value, { actor: Actor }> & {
  /** The name under which its use is recorded, where the workspace allows optional data. */
  readonly event: ActionName;
  /** For the few forms that a user with an unconfirmed address needs. */
  readonly allowUnverified?: boolean;
  /** Limit per user on how often the form is sent, for forms that check a password. */
  readonly perPerson?: RateRule;
  /** Limit per user on what the form does: correcting a rejected input uses nothing up. */
  readonly perChange?: ChangeLimit;
  /** Who may submit it, when not every signed-in user may. Checked before anything about the form is reported. */
  readonly requireActor?: () => Promise<Actor>;
};

type ChangeLimit = {
  readonly rule: RateRule;
  /** Failures that count like a change, because work is done before them. */
  readonly countedFailures?: readonly string[];
};

/**
 * The path from a signed-in user's form to a verb: origin check, actor, validation with a sentence per field, outcome
 * to form state. An unexpected error becomes a calm sentence with the request id, and a log line without content.
 */
export function defineAction<Schema extends z.ZodType, Value>(
  definition: ActionDefinition<Schema, Value>,
): FormAction {
  assertNoBareText(definition.input);
  const limited = withChangeLimit(definition);
  return async (...sent: readonly unknown[]) => {
    const ending: Ending = { actor: null, code: "rejected" };
    const run: typeof limited.run = (call) => noteEnding(ending, () => limited.run(call));
    try {
      return await handleForm({ ...limited, run }, sent, async () => {
        const { allowUnverified = false } = definition;
        const actor = await (definition.requireActor?.() ?? requireActor({ allowUnverified }));
        ending.actor = actor;
        const limits = definition.perPerson ? [{ rule: definition.perPerson, subject: actor.userId }] : [];
        return (await limitExceeded(limits)) ?? { actor };
      });
    } finally {
      await recordAction(definition.event, ending);
    }
  };
}

/** The limit is taken before the verb runs, so that concurrent calls cannot pass it, and returned when nothing was done. */
function withChangeLimit<Schema extends z.ZodType, Value>(
  definition: ActionDefinition<Schema, Value>,
): ActionDefinition<Schema, Value> {
  const { perChange, run } = definition;
  if (!perChange) return definition;
  return {
    ...definition,
    run: async (call) => {
      const { rule, countedFailures = [] } = perChange;
      const verdict = await takePoint(rule, call.actor.userId);
      if (!verdict.allowed)
        return fail("rate_limited", { message: tooManyAttempts(verdict.retryAfterSeconds) });
      const outcome = await run(call);
      if (!outcome.ok && !countedFailures.includes(outcome.code)) await returnPoint(rule, call.actor.userId);
      return outcome;
    },
  };
}

type AnonymousDefinition<Schema extends z.ZodType, Value> = Adapter<Schema, Value, { address: string }> & {
  /** Limit per network of the client. */
  readonly perAddress: RateRule;
  /** Limit per address in the field `email`, whether or not it has an account, when it is a valid address. */
  readonly perEmail?: RateRule;
};

/** Like `defineAction`, for forms that anyone may submit: no actor, but limits. */
export function defineAnonymousAction<Schema extends z.ZodType, Value>(
  definition: AnonymousDefinition<Schema, Value>,
): FormAction {
  assertNoBareText(definition.input);
  return (...sent: readonly unknown[]) =>
    handleForm(definition, sent, async (form, sentHeaders) => {
      const address = clientAddress(sentHeaders);
      const limits = [addressRule(definition.perAddress, address)];
      const named = definition.perEmail ? emailRule(definition.perEmail, form.get("email")) : null;
      if (named) limits.push(named);
      return (await limitExceeded(limits)) ?? { address };
    });
}

/** A schema that accepts arbitrary text is a bug, and fails when its page is built. */
function assertNoBareText(schema: z.ZodType): void {
  const paths = bareText(schema);
  assert(paths.length === 0, `a form accepts arbitrary text: ${paths.join(", ")}`);
}

async function limitExceeded(
  limits: readonly { readonly rule: RateRule; readonly subject: string }[],
): Promise<LimitExceeded | null> {
  for (const { rule, subject } of limits) {
    const verdict = await takePoint(rule, subject);
    if (!verdict.allowed) return new LimitExceeded(tooManyAttempts(verdict.retryAfterSeconds));
  }
  return null;
}

class LimitExceeded {
  constructor(readonly message: string) {}
}

async function handleForm<Schema extends z.ZodType, Value, Call>(
  adapter: Adapter<Schema, Value, Call>,
  callArguments: readonly unknown[],
  admit: (form: FormData, sent: Headers) => Promise<Call | LimitExceeded>,
): Promise<FormState> {
  // Anyone who knows an action's id can call it with any arguments.
  const form = callArguments[1];
  if (!(form instanceof FormData))
    return { status: "error", message: "We couldn't read this form. Reload and try again." };
  const requestId = newRequestId();
  const values = typedValues(form);
  let hasRun = false;
  try {
    const sent = await headers();
    if (!isSameOrigin(sent, env().appUrl)) {
      return { status: "error", message: "This form was sent from another site and was rejected.", values };
    }
    const call = await admit(form, sent);
    if (call instanceof LimitExceeded) return { status: "error", message: call.message, values };
    const parsed = adapter.input.safeParse(formFields(form), {
      error: (issue) => `This field ${issueText(issue)}.`,
    });
    if (!parsed.success) {
      const { "": whole, ...fields } = fieldErrors(parsed.error);
      return {
        status: "error",
        message: whole ?? "Fix the highlighted fields.",
        fieldErrors: fields,
        values,
      };
    }
    hasRun = true;
    const outcome = await adapter.run({
      ...call,
      input: parsed.data,
      requestId,
      origin: requestOrigin(sent),
    });
    if (!outcome.ok) {
      return failureState(outcome, form, values);
    }
    return succeed(adapter, outcome.value);
  } catch (error) {
    // Redirects and "not found" are thrown as exceptions and belong to the framework.
    unstable_rethrow(error);
    log().error({ requestId, ...errorFacts(error) }, "action failed");
    const { code, message } = unexpected(error);
    // A verb may have written before it failed: nothing is known to be unchanged unless it never ran.
    const consequence = hasRun ? "Check whether your change was saved." : "Nothing was changed.";
    const text = code === "internal" ? `${message} ${consequence}` : message;
    return { status: "error", message: text, requestId, values };
  }
}

/** The message appears beside its field when the form has that field, and above the form otherwise. */
function failureState(failure: Failure<string>, form: FormData, values: Record<string, string>): FormState {
  const message = messageOf(failure);
  if (!failure.field || !form.has(failure.field)) return { status: "error", message, values };
  const fields = { [failure.field]: message };
  return { status: "error", message: "Fix the highlighted fields.", fieldErrors: fields, values };
}

function succeed<Schema extends z.ZodType, Value, Call>(
  adapter: Adapter<Schema, Value, Call>,
  value: Value,
): FormState {
  for (const path of adapter.refresh ?? []) revalidatePath(path);
  if (adapter.redirectTo) redirect(ownPath(adapter.redirectTo(value)) ?? paths.home);
  if (adapter.leaveTo) redirect(adapter.leaveTo(value));
  return {
    status: "success",
    ...(adapter.success && { message: adapter.success(value) }),
    ...(adapter.data && { data: adapter.data(value) }),
  };
}
