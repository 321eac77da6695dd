"use client";

import { Sample } from "@/app/gallery/_components/sample";
import { fail, neverDone, succeed } from "@/app/gallery/_components/sample-actions";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";

export function ActionFormSamples() {
  return (
    <>
      <Sample state="Succeeds when submitted, and clears its fields">
        <ActionForm action={succeed} clearOnSuccess label="Succeeds">
          <TextField name="name" label="Name" />
          <SubmitButton>Save changes</SubmitButton>
        </ActionForm>
      </Sample>
      <Sample state="Fails when submitted, and keeps its input">
        <ActionForm action={fail} label="Fails">
          <TextField name="name" label="Name" />
          <SubmitButton>Save changes</SubmitButton>
        </ActionForm>
      </Sample>
      <Sample state="Stays pending when submitted, in a row">
        <ActionForm action={neverDone} layout="row" label="Stays pending">
          <TextField name="name" label="Name" optional />
          <SubmitButton>Apply</SubmitButton>
        </ActionForm>
      </Sample>
    </>
  );
}
