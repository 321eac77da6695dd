import { TextLink } from "@/components/ui/actions/text-link";
import { paths } from "@/lib/kernel/paths";

/** What is kept, for how long, and what a person can do about it. */
export function YourData() {
  return (
    <>
      <h2 id="metadata">What we store about each request</h2>
      <p>
        Time, model, provider, key, app, the end-user name that your program sent, token counts, cost, speed
        and outcome. Never the content. These rows are kept for 30 days; a workspace can choose 90 days, or
        none, in which case no row is ever written and only totals and the ledger remain. Names of end users
        are removed from the totals with the rows.
      </p>
      <h2 id="account">Your account</h2>
      <ul>
        <li>Your email address, and your name and organization if you give them.</li>
        <li>Your password as an argon2id hash with a salt of its own.</li>
        <li>
          A security log of sign-ins and changes, kept for 90 days. Addresses in it are shortened to their
          network and kept for at most 30 days.
        </li>
      </ul>
      <h2 id="billing">Payments</h2>
      <p>
        Payments are made on Stripe’s pages; card numbers never reach this server. We keep amount, time, state
        and Stripe’s reference. Billing records stay, under a pseudonym once the account is deleted.
      </p>
      <h2 id="cookies">Cookies</h2>
      <p>
        Only what signing in needs: a session cookie and protection against forged requests, which end with
        your browser session; and, once you have signed in, a device cookie, which keeps strangers who guess
        your password from locking you out. It holds a random number and our signature, opens nothing, and
        lasts 180 days. No page loads anything from a third party, and nothing measures you.
      </p>
      <h2 id="rights">What you can do</h2>
      <ul>
        <li>
          See and change your data under <TextLink href={paths.account}>Account</TextLink>, and choose what is
          kept under <TextLink href={paths.privacy}>Privacy</TextLink>.
        </li>
        <li>Take your request metadata with you as CSV from Activity.</li>
        <li>
          Delete your account under Account, Manage account, Security. Access ends at once, personal data is
          removed, and unused credits are lost.
        </li>
      </ul>
      <h2 id="mail">Mail</h2>
      <p>
        We send mail about your account only: verification, password reset, receipts, keys and security.
        Nothing promotional. The service is not directed at people under sixteen.
      </p>
    </>
  );
}
