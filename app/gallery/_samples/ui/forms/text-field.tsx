"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { rejectedForm } from "@/app/gallery/_components/sample-actions";
import { FormContext } from "@/components/ui/forms/form-context";
import { TextField } from "@/components/ui/forms/text-field";

export function TextFieldSamples() {
  return (
    <>
      <Sample state="Default">
        <TextField name="name" label="Name" hint="Shown in the list of keys." placeholder="Production" />
      </Sample>
      <Sample state="Optional, with prefix and suffix">
        <TextField name="limit" label="Limit" prefix="$" suffix="per day" numeric optional />
      </Sample>
      <Sample state="Disabled and read-only">
        <div className="flex flex-col gap-4">
          <TextField name="disabled" label="Disabled" defaultValue="Production" disabled />
          <TextField name="fixed" label="Read-only" defaultValue="Production" readOnly />
        </div>
      </Sample>
      <Sample state="Error from the form">
        <FormContext value={rejectedForm}>
          <TextField name="limit" label="Limit" prefix="$" />
        </FormContext>
      </Sample>
      <Sample state="Long text">
        <TextField name="long" label={longText} hint={longText} error={longText} defaultValue={longText} />
      </Sample>
    </>
  );
}
