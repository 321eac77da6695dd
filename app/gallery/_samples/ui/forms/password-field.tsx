import { longText, Sample } from "@/app/gallery/_components/sample";
import { PasswordField } from "@/components/ui/forms/password-field";

export function PasswordFieldSamples() {
  return (
    <>
      <Sample state="Default">
        <PasswordField
          name="password"
          label="Password"
          autoComplete="new-password"
          hint="Use four or five unrelated words."
        />
      </Sample>
      <Sample state="Error, in place of the hint">
        <PasswordField
          name="weak"
          label="Password"
          autoComplete="new-password"
          hint="Use four or five unrelated words."
          error="This password is on leaked password lists."
        />
      </Sample>
      <Sample state="Long text">
        <PasswordField name="long" label={longText} autoComplete="current-password" hint={longText} />
      </Sample>
    </>
  );
}
