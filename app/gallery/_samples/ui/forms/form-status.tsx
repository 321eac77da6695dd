import { longText, longWord, Sample } from "@/app/gallery/_components/sample";
import { failedForm, rejectedForm } from "@/app/gallery/_components/sample-actions";
import { FormStatus } from "@/components/ui/forms/form-status";

const manyRejected = {
  ...rejectedForm,
  fieldErrors: { ...rejectedForm.fieldErrors, expires: "Choose a future date." },
};

export function FormStatusSamples() {
  return (
    <>
      <Sample state="Success">
        <FormStatus state={{ status: "success", message: "Changes saved." }} />
      </Sample>
      <Sample state="Rejected fields: more than two, or one that is not visible">
        <div className="flex flex-col gap-4">
          <FormStatus state={manyRejected} />
          <FormStatus state={rejectedForm} unseen={["limit"]} />
        </div>
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
