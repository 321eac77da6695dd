import { longText, longWord, Sample } from "@/app/gallery/_components/sample";
import { failedForm, rejectedForm } from "@/app/gallery/_components/sample-actions";
import { FormStatus } from "@/components/ui/forms/form-status";

export function FormStatusSamples() {
  return (
    <>
      <Sample state="Success">
        <FormStatus state={{ status: "success", message: "Changes saved." }} />
      </Sample>
      <Sample state="Rejected fields">
        <FormStatus state={rejectedForm} />
      </Sample>
      <Sample state="Failed">
        <FormStatus state={failedForm} />
      </Sample>
      <Sample state="Long text">
        <FormStatus state={{ status: "error", message: longText, requestId: longWord }} />
      </Sample>
    </>
  );
}
