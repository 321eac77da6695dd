import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import type { SearchParams } from "@/lib/kernel/search";
import { OperatorPage } from "../_components/operator-page";
import { Webhooks } from "../_components/webhooks";

export const metadata: Metadata = { title: "Operator · Webhooks" };

const query = z.object({
  filter: z.literal("attention").optional().catch(undefined),
  cursor: z.string().max(300).optional().catch(undefined),
});

export default async function WebhooksPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await requireOperator();
  const asked = query.parse(await searchParams);
  return (
    <OperatorPage tab="webhooks" contentKey={JSON.stringify(asked)}>
      <Webhooks {...asked} />
    </OperatorPage>
  );
}
