import { randomUUID } from "node:crypto";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { TextField } from "@/components/ui/forms/text-field";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import type { AccountRow } from "@/lib/operator/list-accounts";
import { correct, grant } from "../actions";

type AccountSheetProps = {
  /** Null: no workspace has the id in the address. */
  readonly row: AccountRow | null;
  readonly closeHref: string;
};

/** One workspace: its money to the last digit, a grant of credits, and a correction of the balance. */
export function AccountSheet({ row, closeHref }: AccountSheetProps) {
  if (!row) {
    return (
      <RouteSheet title="Account" closeHref={closeHref}>
        <EmptyState title="Account not found">No workspace has this ID.</EmptyState>
      </RouteSheet>
    );
  }
  return (
    <RouteSheet title={row.email ?? "No owner"} description={row.name} closeHref={closeHref}>
      <p className="flex items-center justify-between gap-2">
        <code className="font-mono text-sm break-id">{row.workspaceId}</code>
        <CopyButton text={row.workspaceId} label="Copy workspace ID" iconOnly />
      </p>
      <DefinitionList
        items={[
          { term: "Balance", detail: <Money nanos={row.balanceNanos} exact /> },
          { term: "Held", detail: <Money nanos={row.heldNanos} exact /> },
          { term: "Bought", detail: <Money nanos={row.purchasedNanos} exact /> },
          { term: "Created", detail: <Moment at={row.createdAt} zone="UTC" /> },
          ...(row.deletedAt ? [{ term: "Deleted", detail: <Moment at={row.deletedAt} zone="UTC" /> }] : []),
        ]}
      />
      {row.deletedAt ? (
        <p className="text-ink-muted">A deleted account can't be granted credits or corrected.</p>
      ) : (
        <>
          <Grant row={row} />
          <Correct row={row} />
        </>
      )}
    </RouteSheet>
  );
}

type RowProps = { readonly row: AccountRow };

function Grant({ row }: RowProps) {
  return (
    <section aria-label="Grant" className="flex flex-col gap-4 border-t border-line pt-4">
      <h3 className="text-lg font-semibold">Grant credits</h3>
      <ActionForm
        action={grant}
        label={`Grant credits to ${row.email ?? row.workspaceId}`}
        fields={{ workspaceId: row.workspaceId, idempotencyKey: randomUUID() }}
        clearOnSuccess
      >
        <TextField name="amount" label="Amount" prefix="$" inputMode="decimal" numeric />
        <TextField
          name="reason"
          label="Reason"
          hint="The workspace sees this in its transactions."
          maxLength={200}
        />
        <SubmitButton>Grant credits</SubmitButton>
      </ActionForm>
    </section>
  );
}

function Correct({ row }: RowProps) {
  return (
    <section aria-label="Correction" className="flex flex-col gap-4 border-t border-line pt-4">
      <h3 className="text-lg font-semibold">Correct the balance</h3>
      <ActionForm
        action={correct}
        label={`Correct the balance of ${row.email ?? row.workspaceId}`}
        fields={{ workspaceId: row.workspaceId, idempotencyKey: randomUUID() }}
        clearOnSuccess
      >
        <RadioCards
          name="direction"
          legend="Direction"
          defaultValue="add"
          columns={2}
          options={[
            { value: "add", label: "Add credits" },
            { value: "take", label: "Take credits" },
          ]}
        />
        <TextField name="amount" label="Amount" prefix="$" inputMode="decimal" numeric />
        <TextField
          name="reason"
          label="Reason"
          hint="The workspace sees this in its transactions."
          maxLength={200}
        />
        <CheckboxField
          name="belowZero"
          label="Allow a balance below zero"
          hint="Without this, no more is taken than the workspace can spend now."
        />
        <SubmitButton variant="secondary">Correct the balance</SubmitButton>
      </ActionForm>
    </section>
  );
}
