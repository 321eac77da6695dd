"use client";

import { Sample } from "@/app/gallery/_components/sample";
import { neverDone } from "@/app/gallery/_components/sample-actions";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";

export function SubmitButtonSamples() {
  return (
    <>
      <Sample state="Default, and pending once pressed">
        <ActionForm action={neverDone} label="Submit button">
          <SubmitButton>Save changes</SubmitButton>
        </ActionForm>
      </Sample>
      <Sample state="Disabled">
        <SubmitButton disabled>Save changes</SubmitButton>
      </Sample>
      <Sample state="Danger">
        <SubmitButton variant="danger">Delete key</SubmitButton>
      </Sample>
    </>
  );
}
