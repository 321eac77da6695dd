import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { Card } from "@/components/ui/layout/card";
import { appearanceAction } from "../actions";

const themes = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

export function AppearanceCard({ theme }: { readonly theme: string }) {
  return (
    <Card title="Appearance" description="Saved to your account, so it applies on every device.">
      <ActionForm action={appearanceAction} label="Appearance">
        <RadioCards
          name="theme"
          legend="Theme"
          hideLegend
          options={themes}
          defaultValue={theme}
          columns={3}
        />
        <div>
          <SubmitButton>Save appearance</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
