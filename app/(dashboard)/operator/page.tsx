import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { requireOperator } from "@/lib/auth/require-actor";
import type { SearchParams } from "@/lib/kernel/search";
import { Installation } from "./_components/installation";
import { OperatorSkeleton } from "./_components/operator-skeleton";

export const metadata: Metadata = { title: "Operator" };

const query = z.object({
  search: z.string().max(1_000).catch(""),
  cursor: z.uuid().optional().catch(undefined),
});

/** Access is decided before the first byte is sent, since the status (404 for everyone else) goes with it. */
export default async function OperatorPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await requireOperator();
  const asked = query.parse(await searchParams);
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Operator"
        sentence="Installation health, completions, accounts, and Stripe events."
      />
      <Suspense key={JSON.stringify(asked)} fallback={<OperatorSkeleton />}>
        <Installation {...asked} />
      </Suspense>
    </Stack>
  );
}
