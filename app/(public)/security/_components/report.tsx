import { Contact } from "@/app/_components/contact";
import { env } from "@/lib/config/env";

/** How to report a vulnerability. Without a contact no one reads reports, so the rules for it are left out. */
export function Report() {
  const hasContact = env().contacts.securityEmail !== null;
  return (
    <>
      <p>
        <Contact
          kind="security"
          lead="For reports of vulnerabilities of this installation,"
          otherwise="The operator hasn’t published a security contact."
        />
        {hasContact ? (
          <>
            {" "}
            The same contact is in <a href="/.well-known/security.txt">security.txt</a>.
          </>
        ) : null}
      </p>
      {hasContact ? (
        <ul>
          <li>Say what you did, what happened, and how to repeat it.</li>
          <li>Use your own account and workspace. Don’t read, change or delete the data of others.</li>
          <li>Don’t send floods of requests or mails, and don’t try to deceive people.</li>
          <li>Give time to fix the problem before you publish it.</li>
        </ul>
      ) : null}
    </>
  );
}
