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
      title="How long request rows are kept"
      description="Rows of metadata in Activity: time, model, tokens, cost. The ledger and the totals per day stay either way."
      action={pending ? <Badge tone="info">Older rows are following</Badge> : undefined}
    >
      <ActionForm action={saveRetention} label="How long request rows are kept">
        <RadioCards
          name="retention"
          legend="Keep request rows"
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
              hint: "Longer comparisons in the feed and in exports.",
              disabled: !canChange,
            },
            {
              value: "none",
              label: "None",
              hint:
                retention === "none"
                  ? "No request row is written. The feed stays empty."
                  : `No request row is ever written; the feed stays empty. ${removalSentence(removedBy.none)}`,
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
