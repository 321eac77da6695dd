import type { Metadata } from "next";
import { requireOperator } from "@/lib/auth/require-actor";
import { EventCounts } from "../_components/event-counts";
import { OperatorPage } from "../_components/operator-page";

export const metadata: Metadata = { title: "Operator · Interface events" };

export default async function InterfaceEventsPage() {
  await requireOperator();
  return (
    <OperatorPage tab="interface-events">
      <EventCounts />
    </OperatorPage>
  );
}
