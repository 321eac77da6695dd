"use client";

import { longWord, Sample } from "@/app/gallery/_components/sample";
import { SecretField } from "@/components/ui/forms/secret-field";

export function SecretFieldSamples() {
  return (
    <>
      <Sample state="Default">
        <SecretField label="API key" secret="not-a-real-secret" stored={false} onStored={() => {}} />
      </Sample>
      <Sample state="Saved, long text">
        <SecretField label="API key" secret={longWord} stored onStored={() => {}} />
      </Sample>
    </>
  );
}
