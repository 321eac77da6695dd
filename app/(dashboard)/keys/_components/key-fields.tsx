"use client";

import { useState } from "react";
import { SegmentedControl } from "@/components/ui/actions/segmented-control";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { SwitchField } from "@/components/ui/forms/choice-field";
import { TextField } from "@/components/ui/forms/text-field";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { msPerDay } from "@/lib/kernel/clock";
import { LimitField } from "./limit-field";
import { LimitResetField } from "./limit-reset-field";

/** The form for a new key. A limit is suggested, because a key without one can spend the whole balance. */
export function KeyFields({ kind }: { readonly kind: "inference" | "management" }) {
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="Where you'll use it, such as “Production” or “Laptop”."
        maxLength={200}
        autoComplete="off"
      />
      {kind === "inference" ? <LimitFields /> : null}
      <ExpiryField />
      <DialogActions>
        <SubmitButton>Create key</SubmitButton>
      </DialogActions>
    </>
  );
}

function LimitFields() {
  const [isLimited, setLimited] = useState(true);
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="sr-only">Limit</legend>
      {isLimited ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <LimitField defaultValue="25" hint="Requests over the limit are rejected." />
          <LimitResetField defaultValue="monthly" />
        </div>
      ) : null}
      <SwitchField
        name="noLimit"
        label="No limit"
        hint="The key can spend the whole balance."
        checked={!isLimited}
        onChange={(event) => setLimited(!event.target.checked)}
      />
    </fieldset>
  );
}

const expiries = [
  { value: "never", label: "Never", days: null },
  { value: "30", label: "30 days", days: 30 },
  { value: "90", label: "90 days", days: 90 },
  { value: "365", label: "1 year", days: 365 },
  { value: "date", label: "Custom", days: null },
] as const;

function ExpiryField() {
  const [choice, setChoice] = useState<(typeof expiries)[number]["value"]>("never");
  const [day, setDay] = useState("");
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p aria-hidden className="text-base font-medium">
        Expires
      </p>
      <SegmentedControl
        label="Expires"
        wide
        options={expiries}
        value={choice}
        onChange={(value) => {
          setChoice(value);
          const days = expiries.find((expiry) => expiry.value === value)?.days ?? null;
          setDay(days === null ? "" : new Date(Date.now() + days * msPerDay).toISOString().slice(0, 10));
        }}
      />
      {choice === "never" ? null : (
        <TextField
          name="expiresAt"
          type="date"
          label="Expiry date"
          value={day}
          onChange={(event) => {
            setChoice("date");
            setDay(event.target.value);
          }}
          hint="At the end of that day, UTC. You can't change this later."
        />
      )}
    </div>
  );
}
