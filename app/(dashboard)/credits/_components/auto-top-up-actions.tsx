import { LinkButton } from "@/components/ui/actions/link-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import type { AutoTopUpView } from "@/lib/billing/auto-top-up/get-auto-top-up";
import { autoTopUpHref } from "@/lib/kernel/paths";
import { turnAutoTopUpOff } from "../actions";

/** Set up, or edit and turn off with one click. */
export function AutoTopUpActions({ view: { state } }: { readonly view: AutoTopUpView }) {
  const isOn = state.kind !== "off" && !(state.kind === "charging" && !state.isOn);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <LinkButton href={autoTopUpHref} size="small" keepScroll>
        {isOn ? "Edit" : "Set up"}
      </LinkButton>
      {isOn ? (
        <ActionForm action={turnAutoTopUpOff} label="Turn auto top-up off" layout="row" toast="all">
          <SubmitButton size="small" variant="quiet">
            Turn off
          </SubmitButton>
        </ActionForm>
      ) : null}
    </div>
  );
}
