import type { Metadata } from "next";
import { Contact, PostalAddress } from "@/app/_components/contact";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";
import { findViewer } from "@/lib/auth/viewer";
import {
  acknowledgeBusinessDays,
  answerBusinessDays,
  confirmDays,
  legalDays,
  optOutBusinessDays,
} from "@/lib/data-requests/rules/clocks";
import { paths } from "@/lib/kernel/paths";
import { RequestForm } from "./_components/request-form";

export const metadata: Metadata = { title: "Privacy request" };

/** The form for requests about personal data. It needs neither an account nor scripts. */
export default async function PrivacyRequestPage() {
  const viewer = await findViewer();
  const email = viewer?.user.emailVerified ? viewer.user.email : null;
  return (
    <>
      <Prose>
        <h1>Privacy request</h1>
        <p>
          Ask about the personal data that we have about you, with or without an account. With an account, you
          can do most of it yourself now: request an archive under{" "}
          <TextLink href={paths.accountData}>Your data</TextLink>, change your{" "}
          <TextLink href={paths.account}>profile</TextLink>, or delete your account under{" "}
          <TextLink href={paths.accountSecurity}>Security</TextLink>.
        </p>
        <ul>
          <li>
            {email === null
              ? `We email the address a link. Open it within ${confirmDays} days: it proves that the request comes from you.`
              : "You are signed in, so your request counts as confirmed."}
          </li>
          <li>
            A person acknowledges it within {acknowledgeBusinessDays} business days and answers within{" "}
            {answerBusinessDays} business days where possible, never later than {legalDays.gdpr.days} days, or{" "}
            {legalDays.ccpa.days} days under the CCPA. Opting out under the CCPA takes at most{" "}
            {optOutBusinessDays} business days. If more time is needed, we tell you why before.
          </li>
          <li>It&rsquo;s free, and no one is treated worse because of it.</li>
        </ul>
      </Prose>
      <RequestForm email={email} />
      <Prose>
        <h2 id="mail">By mail</h2>
        <p>
          <Contact kind="privacy" lead="You can also ask by mail:" otherwise="Please use the form." /> A
          request by mail has the same periods, from the day on which we receive it.
        </p>
        <PostalAddress />
      </Prose>
    </>
  );
}
