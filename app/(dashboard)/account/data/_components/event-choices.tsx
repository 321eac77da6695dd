import { Button } from "@/components/ui/actions/button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Collection } from "@/lib/interface-events/is-collecting";
import { chooseEventsAction, deleteEventsAction } from "../actions";

type EventChoicesProps = { readonly collection: Collection; readonly count: number };

/** Whether events of the viewer are recorded, which is their choice, and the button that deletes what was recorded. */
export async function EventChoices({ collection: { isAllowed, isOptedOut }, count }: EventChoicesProps) {
  const formats = await viewerFormats();
  const number = count === 1 ? "1 event" : `${formats.count(count)} events`;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ActionForm
        action={chooseEventsAction}
        fields={{ events: isOptedOut ? "on" : "off" }}
        label="Recording of your events"
        layout="row"
        toast="all"
      >
        <SubmitButton variant="secondary" size="small">
          {isOptedOut ? "Record my events" : "Don’t record my events"}
        </SubmitButton>
      </ActionForm>
      {count > 0 ? (
        <ConfirmDialog
          trigger={<Button size="small">Delete {number}</Button>}
          title={`Delete ${number}`}
          consequence={`All of your interface events are deleted, in every workspace. This can’t be undone.${isAllowed && !isOptedOut ? " What you do from then on is recorded until you turn that off." : ""}`}
          confirmLabel="Delete events"
          action={deleteEventsAction}
          toast
        />
      ) : null}
    </div>
  );
}
