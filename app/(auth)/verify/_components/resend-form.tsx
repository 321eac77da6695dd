import { Button } from "@/components/ui/actions/button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { paths } from "@/lib/kernel/paths";
import { resendAction } from "../actions";

/** For users who are signed in but have not confirmed their address. */
export function ResendForm() {
  return (
    <>
      <ActionForm action={resendAction} label="Resend email">
        <SubmitButton wide>Resend email</SubmitButton>
      </ActionForm>
      <form action={paths.signOut} method="post">
        <Button type="submit" wide>
          Sign out
        </Button>
      </form>
    </>
  );
}
