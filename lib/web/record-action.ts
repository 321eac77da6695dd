import "server-only";
import { unstable_rethrow } from "next/navigation";
import { errorFacts, log } from "@/lib/config/log";
import { isCollecting } from "@/lib/interface-events/is-collecting";
import { recordEvents } from "@/lib/interface-events/record-events";
import { type ActionName, failureCode, type InterfaceEvent } from "@/lib/interface-events/rules/event-names";
import type { Actor } from "@/lib/kernel/actor";
import type { Outcome } from "@/lib/kernel/outcome";
import { type RateRule, takePoint } from "@/lib/http/rate-limit";

const perPerson: RateRule = { name: "interface_events", points: 600, durationSeconds: 3_600 };

/** How a form ended, as far as it is known: who sent it, and why it failed (null when it did not). */
export type Ending = { actor: Actor | null; code: string | null };

/** Runs the form's work and notes how it ends. A redirect is an end without a failure. */
export async function noteEnding<Value>(
  ending: Ending,
  work: () => Promise<Outcome<Value, string>>,
): Promise<Outcome<Value, string>> {
  ending.code = "internal";
  try {
    const outcome = await work();
    ending.code = outcome.ok ? null : outcome.code;
    return outcome;
  } catch (error) {
    try {
      unstable_rethrow(error);
    } catch (ofFramework) {
      ending.code = null;
      throw ofFramework;
    }
    throw error;
  }
}

/** Records that an action was used, where the workspace allows optional data. Never a reason for the action to fail. */
export async function recordAction(name: ActionName, { actor, code }: Ending): Promise<void> {
  if (actor) await recordNames(actor, [{ kind: "action", name, code: code && failureCode(code) }]);
}

/** Records events and returns whether they are collected. What exceeds the limit of a person is dropped. */
export async function recordNames(actor: Actor, events: readonly InterfaceEvent[]): Promise<boolean> {
  try {
    if (!(await isCollecting(actor))) return false;
    if ((await takePoint(perPerson, actor.userId)).allowed) await recordEvents(actor, events);
  } catch (error) {
    log().warn({ event: "interface_event_lost", ...errorFacts(error) });
  }
  return true;
}
