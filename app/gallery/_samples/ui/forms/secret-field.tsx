"use client";

import { longWord, Sample } from "@/app/gallery/_components/sample";
import { SecretField } from "@/components/ui/forms/secret-field";

export function SecretFieldSamples() {
  return (
    <>
      <Sample state="Default">
        <SecretField label="API key" secret="not-a-real-secret" />
      </Sample>
      <Sample state="With a confirmation, long text">
        <SecretField label="API key" secret={longWord} onStored={() => {}} />
      </Sample>
    </>
  );
}
