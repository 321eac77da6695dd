import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { requireActor } from "@/lib/auth/require-actor";
import { env } from "@/lib/config/env";
import { errorFacts, log } from "@/lib/config/log";
import { assert } from "@/lib/kernel/assert";
import { bareText } from "@/lib/kernel/bare-text";
import { issueText } from "@/lib/kernel/issue-text";
import type { Actor } from "@/lib/kernel/actor";
import type { FormAction, FormState } from "@/lib/kernel/form-state";
import type { RequestOrigin } from "@/lib/kernel/network";
import type { Failure, Outcome } from "@/lib/kernel/outcome";
import { ownPath } from "@/lib/kernel/own-path";
import { paths } from "@/lib/kernel/paths";
import { clientAddress, requestOrigin } from "@/lib/http/client-address";
import { fieldErrors, formFields, typedValues } from "./form-fields";
import { isSameOrigin } from "@/lib/http/origin-check";
import { messageOf, unexpected } from "./problem";
import { addressRule, emailRule, type RateRule, takePoint, tooManyAttempts } from "@/lib/http/rate-limit";
import { newRequestId } from "@/lib/http/request-id";

/** What a form leads to. `run` gets parsed input; everything around it is done here, once for all forms. */
type Adapter<Schema extends z.ZodType, Value, Call> = {
  readonly input: Schema;
  readonly run: (call: Call & { input: z.output<Schema> } & RequestFacts) => Promise<Outcome<Value, string>>;
  /** Sentence to announce; none: the page shows the change itself. */
  readonly success?: (value: Value) => string;
  /** What the form needs of the answer (a secret to show once). Must be serialisable. */
  readonly data?: (value: Value) => unknown;
  /** Pages to render anew. */
  readonly refresh?: readonly string[];
  /** Where to go on success: a path of ours, or the front page when it is none. */
  readonly redirectTo?: (value: Value) => string;
  /** The hosted page of the payment processor, as the processor itself named it. */
  readonly leaveTo?: (value: Value) => string;
};

type RequestFacts = { readonly requestId: string; readonly origin: RequestOrigin };

type ActionDefinition<Schema extends z.ZodType, Value> = Adapter<Schema, Value, { actor: Actor }> & {
  /** For the few forms that a person without a verified address needs. */
  readonly allowUnverified?: boolean;
  /** Counted for the person: forms that check a password. */
  readonly perPerson?: RateRule;
  /** Who may send it, where that is not everyone who is signed in. Asked before anything is said about the form. */
  readonly requireActor?: () => Promise<Actor>;
};

/**
 * The one way from a signed-in person's form to a verb: origin check, actor, validation with a sentence per field,
 * outcome to form state. What nobody expected becomes a calm sentence with the request's id, and a log line
 * without content.
 */
export function defineAction<Schema extends z.ZodType, Value>(
  definition: ActionDefinition<Schema, Value>,
): FormAction {
  refuseBareText(definition.input);
  return (...sent: readonly unknown[]) =>
    answer(definition, sent, async () => {
      const { allowUnverified = false } = definition;
      const actor = await (definition.requireActor?.() ?? requireActor({ allowUnverified }));
      const limits = definition.perPerson ? [{ rule: definition.perPerson, subject: actor.userId }] : [];
      return (await refusalOf(limits)) ?? { actor };
    });
}

type AnonymousDefinition<Schema extends z.ZodType, Value> = Adapter<Schema, Value, { address: string }> & {
  /** Counted for the network that the form came from. */
  readonly perAddress: RateRule;
  /** Counted for the address in its field `email`, whether or not there is such an account, when it can be read. */
  readonly perEmail?: RateRule;
};

/** The same for forms that anyone may send: no actor, but limits. */
export function defineAnonymousAction<Schema extends z.ZodType, Value>(
  definition: AnonymousDefinition<Schema, Value>,
): FormAction {
  refuseBareText(definition.input);
  return (...sent: readonly unknown[]) =>
    answer(definition, sent, async (form, sentHeaders) => {
      const address = clientAddress(sentHeaders);
      const limits = [addressRule(definition.perAddress, address)];
      const named = definition.perEmail ? emailRule(definition.perEmail, form.get("email")) : null;
      if (named) limits.push(named);
      return (await refusalOf(limits)) ?? { address };
    });
}

/** An action whose schema takes any text is a mistake of ours, found when its page is built. */
function refuseBareText(schema: z.ZodType): void {
  const paths = bareText(schema);
  assert(paths.length === 0, `a form takes text as it comes: ${paths.join(", ")}`);
}

async function refusalOf(
  limits: readonly { readonly rule: RateRule; readonly subject: string }[],
): Promise<Refusal | null> {
  for (const { rule, subject } of limits) {
    const verdict = await takePoint(rule, subject);
    if (!verdict.allowed) return new Refusal(tooManyAttempts(verdict.retryAfterSeconds));
  }
  return null;
}

class Refusal {
  constructor(readonly message: string) {}
}

async function answer<Schema extends z.ZodType, Value, Call>(
  adapter: Adapter<Schema, Value, Call>,
  sentArguments: readonly unknown[],
  admit: (form: FormData, sent: Headers) => Promise<Call | Refusal>,
): Promise<FormState> {
  // Whoever knows an action's id can call it with anything.
  const form = sentArguments[1];
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
    if (call instanceof Refusal) return { status: "error", message: call.message, values };
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
      return refusedState(outcome, form, values);
    }
    return succeed(adapter, outcome.value);
  } catch (error) {
    // Redirects and "not found" travel as exceptions and belong to the framework.
    unstable_rethrow(error);
    log().error({ requestId, ...errorFacts(error) }, "action failed");
    const { code, message } = unexpected(error);
    // A verb may have written before it failed: only what never ran is known to have changed nothing.
    const consequence = hasRun ? "Check whether your change was saved." : "Nothing was changed.";
    const text = code === "internal" ? `${message} ${consequence}` : message;
    return { status: "error", message: text, requestId, values };
  }
}

/** The sentence stands beside its field when the form has that field, and above the form otherwise. */
function refusedState(failure: Failure<string>, form: FormData, values: Record<string, string>): FormState {
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
