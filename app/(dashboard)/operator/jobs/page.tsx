import type { Metadata } from "next";
import { requireOperator } from "@/lib/auth/require-actor";
import { Jobs } from "../_components/jobs";
import { OperatorPage } from "../_components/operator-page";

export const metadata: Metadata = { title: "Operator · Jobs" };

export default async function JobsPage() {
  await requireOperator();
  return (
    <OperatorPage tab="jobs">
      <Jobs />
    </OperatorPage>
  );
}
