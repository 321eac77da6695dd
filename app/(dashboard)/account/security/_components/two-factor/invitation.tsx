import { Banner } from "@/components/ui/feedback/banner";
import { TextLink } from "@/components/ui/actions/text-link";

/** For the first sign-in after an account was secured: someone who learns the new password should not get in with it. */
export function Invitation() {
  return (
    <Banner
      title="Turn on two-factor authentication"
      action={<TextLink href="#two-factor">Set it up</TextLink>}
    >
      Your account was secured because someone else may have had access to it. With two-factor authentication,
      a password is no longer enough for that. Then check your keys, and enable those that you trust.
    </Banner>
  );
}
