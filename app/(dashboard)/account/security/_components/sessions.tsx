import { Moment } from "@/components/product/moment";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { ActionForm } from "@/components/ui/forms/action-form";
import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import type { SessionLine } from "@/lib/accounts/sessions/list-sessions";
import { networkLabel } from "@/lib/kernel/network";
import { endOtherSessionsAction, endSessionAction } from "../actions";

type SessionsProps = {
  readonly sessions: readonly SessionLine[];
  /** The session of the current request. */
  readonly current: string;
  readonly zone: string;
};

/** Where the account is signed in. A session ends after 12 hours without use, and after 7 days in any case. */
export function Sessions({ sessions, current, zone }: SessionsProps) {
  const columns: readonly Column<SessionLine>[] = [
    {
      id: "device",
      header: "Device",
      rowHeader: true,
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {row.device}
          {row.id === current ? <Badge tone="positive">This device</Badge> : null}
        </span>
      ),
    },
    {
      id: "network",
      header: "Network",
      phone: "detail",
      cell: (row) => <span className="break-id">{networkLabel(row.network)}</span>,
    },
    {
      id: "since",
      header: "Signed in",
      phone: "hidden",
      cell: (row) => <Moment at={row.createdAt} zone={zone} show="relative" />,
    },
    {
      id: "seen",
      header: "Last used",
      phone: "detail",
      cell: (row) => (
        <>
          <span className="@min-[40rem]/table:hidden">used </span>
          <Moment at={row.lastSeenAt} zone={zone} show="relative" />
        </>
      ),
    },
    {
      id: "end",
      header: "Action",
      bare: true,
      cell: (row) =>
        row.id === current ? null : (
          <div data-wide>
            <EndSession session={row} />
          </div>
        ),
    },
  ];
  return (
    <DataSection
      title="Sessions"
      description="Where you're signed in. Sessions end when the browser closes, after 12 hours of inactivity, or after 7 days."
      action={sessions.length > 1 ? <EndOthers /> : null}
    >
      <DataTable caption="Your sessions" columns={columns} rows={sessions} rowKey={(row) => row.id} />
    </DataSection>
  );
}

function EndSession({ session }: { readonly session: SessionLine }) {
  return (
    <ActionForm
      action={endSessionAction}
      fields={{ sessionId: session.id }}
      label={`Sign out ${session.device}`}
      layout="row"
      toast="all"
    >
      <SubmitButton variant="secondary" size="small">
        Sign out <span className="sr-only">{session.device}</span>
      </SubmitButton>
    </ActionForm>
  );
}

function EndOthers() {
  return (
    <ActionForm action={endOtherSessionsAction} label="Sign out all other sessions" layout="row" toast="all">
      <SubmitButton variant="secondary">Sign out all others</SubmitButton>
    </ActionForm>
  );
}
