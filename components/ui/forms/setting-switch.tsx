"use client";

import { type ChangeEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import type { FormAction } from "@/lib/kernel/form-state";
import { ActionForm } from "./action-form";
import { SettingRow } from "./setting-row";
import { submitChange } from "./submit-change";

/** Asked below the switch before the change is saved. */
export type SettingQuestion = {
  /** What the change does, one fact per sentence. */
  readonly facts: readonly string[];
  /** The verb of the button: "Allow training". */
  readonly confirmLabel: string;
};

type SettingSwitchProps = {
  readonly action: FormAction;
  /** Hidden values that name the setting. */
  readonly fields: Readonly<Record<string, string>>;
  readonly title: string;
  readonly consequence: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Asked before it is switched on, or off. Without a question the change is saved at once, and can be undone. */
  readonly question?: { readonly on?: SettingQuestion | null; readonly off?: SettingQuestion | null };
};

/** A setting that is on or off, saved when it changes. Submitted as "on", or not at all, with the hidden values. */
export function SettingSwitch(props: SettingSwitchProps) {
  const { action, fields, checked, question } = props;
  // What the switch shows until the change is saved. A change that is canceled or rejected falls back to what is saved.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const asked = wanted === null ? null : ((wanted ? question?.on : question?.off) ?? null);
  const settle = () => setWanted(null);
  return (
    <ActionForm
      action={action}
      fields={fields}
      layout="setting"
      undo={{ ...fields, ...(checked && { on: "on" }) }}
      onSuccess={settle}
      onError={settle}
    >
      {(_, pending) => (
        <SwitchRow {...props} shown={wanted ?? checked} asked={asked} pending={pending} onWant={setWanted} />
      )}
    </ActionForm>
  );
}

type SwitchRowProps = SettingSwitchProps & {
  readonly shown: boolean;
  readonly asked: SettingQuestion | null;
  readonly pending: boolean;
  readonly onWant: (wanted: boolean | null) => void;
};

function SwitchRow(props: SwitchRowProps) {
  const { title, consequence, checked, disabled, question, shown, asked, pending, onWant } = props;
  const [id, hintId, factsId] = [useId(), useId(), useId()];
  const input = useRef<HTMLInputElement>(null);

  const change = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    if (pending) return;
    const next = currentTarget.checked;
    const isShown =
      next !== checked && ((next ? question?.on : question?.off) || submitChange(currentTarget.form));
    onWant(isShown ? next : null);
  };
  const cancel = () => {
    onWant(null);
    input.current?.focus();
  };
  return (
    <SettingRow
      title={title}
      controlId={id}
      consequence={consequence}
      consequenceId={hintId}
      control={
        <input
          ref={input}
          id={id}
          type="checkbox"
          role="switch"
          name="on"
          autoComplete="off"
          checked={shown}
          onChange={change}
          disabled={disabled}
          aria-describedby={asked ? `${hintId} ${factsId}` : hintId}
          className="slide"
        />
      }
    >
      {/* Always rendered: a region that appears together with its text is not announced. */}
      <div role="status" className="contents">
        {asked ? <Question id={factsId} question={asked} onCancel={cancel} /> : null}
      </div>
      <noscript>
        <SubmitButton size="small" disabled={disabled}>
          Save {title.toLowerCase()}
        </SubmitButton>
      </noscript>
    </SettingRow>
  );
}

type QuestionProps = {
  readonly id: string;
  readonly question: SettingQuestion;
  readonly onCancel: () => void;
};

function Question({ id, question, onCancel }: QuestionProps) {
  return (
    <div className="flex flex-col gap-3 rounded-md bg-surface-sunken p-3">
      <ul id={id} className="flex flex-col gap-1 text-sm">
        {question.facts.map((fact) => (
          <li key={fact} className="break-id">
            {fact}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <SubmitButton size="small">{question.confirmLabel}</SubmitButton>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
