import type { Metadata } from "next";
import { requireOperator } from "@/lib/auth/require-actor";
import { OperatorPage } from "../_components/operator-page";
import { Reconciliation } from "../_components/reconciliation";

export const metadata: Metadata = { title: "Operator · Reconciliation" };

export default async function ReconciliationPage() {
  await requireOperator();
  return (
    <OperatorPage tab="reconciliation">
      <Reconciliation />
    </OperatorPage>
  );
}
