import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Badge } from "@/components/ui/feedback/badge";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { Card } from "@/components/ui/layout/card";
import { type BoundedCount, removalSentence } from "@/lib/privacy/rules/bounded-count";
import { saveRetention } from "../actions";

type RetentionFormProps = {
  readonly retention: "none" | "d30" | "d90";
  readonly pending: boolean;
  readonly removedBy: { readonly none: BoundedCount; readonly d30: BoundedCount };
  readonly canChange: boolean;
};

export function RetentionForm({ retention, pending, removedBy, canChange }: RetentionFormProps) {
  return (
    <Card
      id="retention"
      title="Request retention"
      description="Request metadata in Activity: time, model, tokens, cost. The ledger and daily totals are kept either way."
      action={pending ? <Badge tone="info">Updating older requests</Badge> : undefined}
    >
      <ActionForm action={saveRetention} label="Request retention">
        <RadioCards
          name="retention"
          legend="Keep request metadata for"
          hideLegend
          defaultValue={retention}
          options={[
            {
              value: "d30",
              label: "30 days",
              hint: retention === "d90" ? removalSentence(removedBy.d30) : "The default.",
              disabled: !canChange,
            },
            {
              value: "d90",
              label: "90 days",
              hint: "More history in the feed and in exports.",
              disabled: !canChange,
            },
            {
              value: "none",
              label: "None",
              hint:
                retention === "none"
                  ? "Requests aren't stored. The feed stays empty."
                  : `Requests are never stored, and the feed stays empty. ${removalSentence(removedBy.none)}`,
              disabled: !canChange,
            },
          ]}
        />
        <div>
          <SubmitButton disabled={!canChange}>Save retention</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
