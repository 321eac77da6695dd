import { SubmitButton } from "@/components/ui/actions/submit-button";
import { DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { ActionForm } from "@/components/ui/forms/action-form";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { Card } from "@/components/ui/layout/card";
import type { ProviderChoice } from "@/lib/privacy/rules/endpoint-preview";
import { saveProviders } from "../actions";

type ProviderFormProps = {
  readonly providers: readonly ProviderChoice[];
  readonly ignored: readonly string[];
  readonly usable: number;
  readonly total: number;
  readonly canChange: boolean;
};

export function ProviderForm({ providers, ignored, usable, total, canChange }: ProviderFormProps) {
  return (
    <Card
      id="providers"
      title="Providers"
      description={`Your settings allow ${usable} of ${total} endpoints.`}
    >
      <ActionForm action={saveProviders} label="Ignored providers">
        <DataTable
          caption="Providers, their data policies, and whether your settings allow them"
          rows={providers}
          rowKey={(provider) => provider.slug}
          columns={[
            { id: "name", header: "Provider", rowHeader: true, cell: (provider) => provider.name },
            { id: "policy", header: "Data policy", cell: (provider) => provider.policy },
            {
              id: "endpoints",
              header: "Endpoints in use",
              numeric: true,
              cell: (provider) =>
                provider.usable === 0 ? (
                  <Badge tone="warning">none of {provider.total}</Badge>
                ) : (
                  `${provider.usable} of ${provider.total}`
                ),
            },
            {
              id: "ignored",
              header: "Ignore",
              bare: true,
              cell: (provider) => (
                <CheckboxField
                  name="ignoredProviders"
                  value={provider.slug}
                  label={
                    <span>
                      Ignore <span className="sr-only">{provider.name}</span>
                    </span>
                  }
                  defaultChecked={ignored.includes(provider.slug)}
                  disabled={!canChange}
                />
              ),
            },
          ]}
        />
        <div>
          <SubmitButton disabled={!canChange}>Save providers</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
