import { TextLink } from "@/components/ui/actions/text-link";
import { requestTags } from "@/lib/activity/rules/generation-fields";
import { paths } from "@/lib/kernel/paths";

const tagWords = requestTags.map(({ heading }) => heading.toLowerCase()).join(", ");

/** Which data is kept, for how long, and the user's choices. */
export function YourData() {
  return (
    <>
      <h2 id="metadata">What we store about each request</h2>
      <p>
        Time, model, provider, key, app, the IDs that your program sent ({tagWords}), token counts, cost,
        speed, and outcome. Never the content. These records are kept for 30 days. A workspace can choose 90
        days, or none: then no record is ever written, and only totals and the ledger remain. Names of end
        users are removed from the totals together with the records.
      </p>
      <h2 id="account">Your account</h2>
      <ul>
        <li>Your email address, and your name and organization if you give them.</li>
        <li>Your password, as an argon2id hash with its own salt.</li>
        <li>
          A security log of sign-ins and changes, kept for 90 days. Addresses in it are shortened to their
          network and kept for at most 30 days.
        </li>
      </ul>
      <h2 id="billing">Payments</h2>
      <p>
        Payments are made on Stripe’s pages; card numbers never reach this server. We keep the amount, time,
        status, and Stripe’s reference. Billing records are kept; once your account is deleted, they are
        pseudonymous.
      </p>
      <h2 id="cookies">Cookies</h2>
      <p>
        We use only the cookies that sign-in needs: a session cookie, a proof that this browser signed up, and
        protection against forged requests, which end with your browser session; and, once you have signed in,
        a device cookie, which keeps people who guess your password from locking you out. It holds a random
        number and our signature, grants no access, and lasts 180 days. Our pages load nothing from third
        parties and contain no analytics.
      </p>
      <h2 id="rights">What you can do</h2>
      <ul>
        <li>
          See and change your data under <TextLink href={paths.account}>Account</TextLink>, and choose what is
          kept under <TextLink href={paths.privacy}>Privacy</TextLink>.
        </li>
        <li>Export your request metadata as CSV from Activity.</li>
        <li>
          Delete your account under Account, Manage account, Security. Access ends immediately, personal data
          is removed, and unused credits are lost.
        </li>
      </ul>
      <h2 id="mail">Mail</h2>
      <p>
        We only send mail about your account: verification, password reset, receipts, keys, and security. We
        send nothing promotional. The service is not directed at people under sixteen.
      </p>
    </>
  );
}
