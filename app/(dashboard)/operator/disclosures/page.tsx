import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import type { SearchParams } from "@/lib/kernel/search";
import { OperatorPage } from "../_components/operator-page";
import { Disclosures } from "./_components/disclosures";

export const metadata: Metadata = { title: "Operator · Disclosures" };

const query = z.object({ cursor: z.uuid().optional().catch(undefined) });

export default async function DisclosuresPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await requireOperator();
  const { cursor } = query.parse(await searchParams);
  return (
    <OperatorPage tab="disclosures" contentKey={cursor ?? "first"}>
      <Disclosures cursor={cursor} />
    </OperatorPage>
  );
}
