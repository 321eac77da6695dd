import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { recordOperatorViews } from "@/lib/audit/operator-views";
import { requireOperator } from "@/lib/auth/require-actor";
import { getRequest } from "@/lib/data-requests/get-request";
import { OperatorPage } from "@/app/(dashboard)/operator/_components/operator-page";
import { RequestDetailView } from "@/app/(dashboard)/operator/requests/_components/request-detail";

export const metadata: Metadata = { title: "Operator · Data request" };

type Props = { readonly params: Promise<{ readonly id: string }> };

/** Access and existence are decided before the first byte is sent, since the status goes with it. */
export default async function RequestPage({ params }: Props) {
  const operator = await requireOperator();
  const id = z.uuid().safeParse((await params).id);
  const request = id.success ? await getRequest(id.data) : null;
  if (!request) notFound();
  const { workspaceId } = request;
  if (workspaceId) await recordOperatorViews(operator, [{ workspaceId, what: "data_request" }]);
  return (
    <OperatorPage tab="requests" contentKey={request.id}>
      <RequestDetailView request={request} />
    </OperatorPage>
  );
}
