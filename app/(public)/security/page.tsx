import type { Metadata } from "next";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";
import { idleHours, sessionDays } from "@/lib/accounts/rules/session-periods";
import { paths } from "@/lib/kernel/paths";
import { Report } from "./_components/report";

export const metadata: Metadata = { title: "Security" };

/** How to report a vulnerability, and what protects data here. It states only what the product does. */
export default async function SecurityPage() {
  return (
    <Prose>
      <h1>Security</h1>
      <h2 id="report">Report a vulnerability</h2>
      <Report />
      <h2 id="protection">What protects your data</h2>
      <ul>
        <li>Passwords are stored as argon2id hashes, and keys as hashes. A key is shown once.</li>
        <li>
          Accounts can ask for a code of an authenticator app in addition to the password. Its secret is
          stored encrypted, and recovery codes as hashes.
        </li>
        <li>
          Sessions end when the browser closes, after {idleHours} hours of inactivity, or after {sessionDays}{" "}
          days, and can be ended under Account.
        </li>
        <li>
          Prompts and completions are not stored unless a workspace opts in. Then they are encrypted, and only
          its owners and admins can read them.
        </li>
        <li>Card numbers are entered on Stripe’s pages and never reach this server.</li>
        <li>Pages load nothing from third parties.</li>
      </ul>
      <p>
        If you think that someone uses your account, change your password under{" "}
        <TextLink href={paths.accountSecurity}>Account</TextLink>, which ends all other sessions, and disable
        your <TextLink href={paths.keys}>keys</TextLink>. With two-factor authentication, a password alone
        isn&rsquo;t enough to sign in.
      </p>
    </Prose>
  );
}
