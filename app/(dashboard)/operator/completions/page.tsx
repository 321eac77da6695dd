import type { Metadata } from "next";
import { requireOperator } from "@/lib/auth/require-actor";
import { CompletionHealth } from "../_components/completion-health";
import { OperatorPage } from "../_components/operator-page";

export const metadata: Metadata = { title: "Operator · Completions" };

export default async function CompletionsPage() {
  await requireOperator();
  return (
    <OperatorPage tab="completions">
      <CompletionHealth />
    </OperatorPage>
  );
}
