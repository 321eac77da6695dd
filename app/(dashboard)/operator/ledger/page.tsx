import type { Metadata } from "next";
import { requireOperator } from "@/lib/auth/require-actor";
import { Ledger } from "../_components/ledger";
import { OperatorPage } from "../_components/operator-page";

export const metadata: Metadata = { title: "Operator · Ledger" };

export default async function LedgerPage() {
  await requireOperator();
  return (
    <OperatorPage tab="ledger">
      <Ledger />
    </OperatorPage>
  );
}
