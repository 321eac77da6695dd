"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { TextAreaField } from "@/components/ui/forms/text-area-field";

export function TextAreaFieldSamples() {
  return (
    <>
      <Sample state="Default">
        <TextAreaField name="details" label="Details" hint="At most 2,000 characters." />
      </Sample>
      <Sample state="Optional, with text">
        <TextAreaField name="note" label="Note" optional defaultValue={"One line.\nAnother line."} rows={2} />
      </Sample>
      <Sample state="Disabled and read-only">
        <div className="flex flex-col gap-4">
          <TextAreaField name="disabled" label="Disabled" defaultValue="Some text" disabled rows={2} />
          <TextAreaField name="fixed" label="Read-only" defaultValue="Some text" readOnly rows={2} />
        </div>
      </Sample>
      <Sample state="Error">
        <TextAreaField name="wrong" label="Details" error="Must not contain control characters." rows={2} />
      </Sample>
      <Sample state="Long text">
        <TextAreaField
          name="long"
          label={longText}
          hint={longText}
          error={longText}
          defaultValue={longText}
        />
      </Sample>
    </>
  );
}
