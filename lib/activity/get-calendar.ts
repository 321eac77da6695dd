import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { readScope } from "./internal/read-scope";
import type { Calendar } from "./rules/reporting-calendar";

/** How the actor's workspace counts its days and months. */
export async function getCalendar(actor: Actor): Promise<Calendar> {
  const { calendar } = await readScope(actor, systemClock());
  return calendar;
}
