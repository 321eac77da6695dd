import type { Metadata } from "next";
import { requireOperator } from "@/lib/auth/require-actor";
import { Webhooks } from "../_components/webhooks";
import { OperatorPage } from "../_components/operator-page";

export const metadata: Metadata = { title: "Operator · Webhooks" };

export default async function WebhooksPage() {
  await requireOperator();
  return (
    <OperatorPage tab="webhooks">
      <Webhooks />
    </OperatorPage>
  );
}
