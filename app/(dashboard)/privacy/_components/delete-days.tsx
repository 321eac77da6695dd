"use client";

import { Trash2 } from "lucide-react";
import { useRefresh } from "@/components/product/use-refresh";
import { Button } from "@/components/ui/actions/button";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { FormState } from "@/lib/kernel/form-state";
import { deleteStoredDays } from "../actions";

type DeleteDaysProps = {
  /** "12 requests" */
  readonly requests: string;
  /** What has to be typed: "delete 12". */
  readonly phrase: string;
  /** The days that were chosen, and when their content was counted, as an ISO time. */
  readonly fields: Readonly<Record<string, string>>;
};

/** Deletes the stored content of the chosen days, once its number was typed. */
export function DeleteDays({ requests, phrase, fields }: DeleteDaysProps) {
  const refresh = useRefresh();
  // The number may have changed since the page counted: a rejected form shows the current one.
  const remove = async (state: FormState, form: FormData) => {
    const result = await deleteStoredDays(state, form);
    if (result.status === "error") await refresh();
    return result;
  };
  return (
    <ConfirmDialog
      trigger={
        <Button variant="danger" icon={<Trash2 aria-hidden />}>
          Delete these days
        </Button>
      }
      title="Delete the stored content of these days"
      consequence={`The prompts and completions of ${requests} are deleted immediately and can't be recovered. Metadata is kept.`}
      confirmLabel={`Delete ${requests}`}
      typed={phrase}
      action={remove}
      fields={fields}
      toast
    />
  );
}
