import type { Metadata } from "next";
import { requireOperator } from "@/lib/auth/require-actor";
import { OperatorPage } from "../_components/operator-page";
import { Policies } from "../_components/policies";

export const metadata: Metadata = { title: "Operator · Policies" };

export default async function OperatorPoliciesPage() {
  await requireOperator();
  return (
    <OperatorPage tab="policies">
      <Policies />
    </OperatorPage>
  );
}
