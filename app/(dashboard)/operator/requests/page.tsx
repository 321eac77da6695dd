import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import { queueFilters } from "@/lib/data-requests/list-requests";
import type { SearchParams } from "@/lib/kernel/search";
import { OperatorPage } from "../_components/operator-page";
import { Queue } from "./_components/queue";

export const metadata: Metadata = { title: "Operator · Data requests" };

const query = z.object({
  show: z.enum(queueFilters).default("open").catch("open"),
  cursor: z.uuid().optional().catch(undefined),
});

export default async function RequestsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await requireOperator();
  const asked = query.parse(await searchParams);
  return (
    <OperatorPage tab="requests" contentKey={JSON.stringify(asked)}>
      <Queue {...asked} />
    </OperatorPage>
  );
}
