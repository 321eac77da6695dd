import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import type { SearchParams } from "@/lib/kernel/search";
import { paymentStates } from "@/lib/operator/list-payments";
import { OperatorPage } from "../_components/operator-page";
import { Payments } from "../_components/payments";

export const metadata: Metadata = { title: "Operator · Payments" };

const query = z.object({
  state: z.enum(paymentStates).optional().catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
  payment: z.uuid().optional().catch(undefined),
});

export default async function PaymentsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const operator = await requireOperator();
  const { payment, ...list } = query.parse(await searchParams);
  return (
    <OperatorPage tab="payments" contentKey={JSON.stringify(list)}>
      <Payments {...list} payment={payment} operator={operator} />
    </OperatorPage>
  );
}
