import { longText, Sample } from "@/app/gallery/_components/sample";
import { Field, inputClasses } from "@/components/ui/forms/field";

export function FieldSamples() {
  return (
    <>
      <Sample state="Around any control">
        <Field id="field-note" label="Note" hint="Only you can see it." optional>
          <textarea id="field-note" rows={2} className={inputClasses} />
        </Field>
      </Sample>
      <Sample state="Error and long text">
        <Field id="field-long" label={longText} hint={longText} error={longText}>
          <textarea id="field-long" rows={2} aria-invalid className={inputClasses} />
        </Field>
      </Sample>
    </>
  );
}
