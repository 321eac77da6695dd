import type { ReactNode } from "react";
import { Moment } from "@/components/product/moment";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Card } from "@/components/ui/layout/card";
import type { RequestDetail, RequestStep } from "@/lib/data-requests/get-request";
import type { StepKind } from "@/lib/data-requests/rules/change-request";
import { checkNames } from "@/lib/data-requests/rules/request-kinds";

const words: Readonly<Record<StepKind, string>> = {
  received: "Received",
  confirmed: "Confirmed by the requester",
  acknowledged: "Acknowledged",
  started: "Set in progress",
  noted: "Note",
  checked: "Checked",
  unchecked: "No longer checked",
  extended: "Period extended",
  answered: "Answered",
  refused: "Rejected",
  closed: "Closed, because the account was deleted",
};

type RequestLogProps = { readonly request: RequestDetail; readonly children: ReactNode };

/** Everything that happened to a request. Lines are never changed. */
export function RequestLog({ request, children }: RequestLogProps) {
  return (
    <Card title="Log" description="Never changed. Notes are erased with the account.">
      <DataTable
        caption="Steps of the request, oldest first"
        columns={columns}
        rows={request.steps}
        rowKey={({ id }) => id}
      />
      {children}
    </Card>
  );
}

const columns: readonly Column<RequestStep>[] = [
  {
    id: "what",
    header: "Step",
    rowHeader: true,
    cell: ({ kind, subject, note }) => (
      <span className="flex min-w-0 flex-col gap-0.5">
        <span>{subject ? `${words[kind]}: ${checkNames[subject]}` : words[kind]}</span>
        {note ? (
          <span className="font-normal whitespace-pre-line text-ink-muted break-id" dir="auto">
            {note}
          </span>
        ) : null}
      </span>
    ),
  },
  {
    id: "who",
    header: "By",
    cell: ({ actorUserId, actorEmail }) =>
      actorUserId === null ? "Requester or server" : (actorEmail ?? "Deleted account"),
  },
  { id: "when", header: "When", cell: ({ at }) => <Moment at={at} zone="UTC" /> },
];
