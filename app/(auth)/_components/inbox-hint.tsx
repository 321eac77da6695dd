import { TextLink } from "@/components/ui/actions/text-link";
import { env } from "@/lib/config/env";

/** In sandbox mode all mail goes to the simulator's inbox, so pages that announce a mail link to it. */
export function InboxHint() {
  const { sandbox } = env();
  if (!sandbox.mail || !sandbox.inboxUrl) return null;
  return (
    <p className="text-ink-muted">
      Sandbox mode: the email is in the{" "}
      <TextLink href={sandbox.inboxUrl} external>
        sandbox inbox
      </TextLink>
      .
    </p>
  );
}
