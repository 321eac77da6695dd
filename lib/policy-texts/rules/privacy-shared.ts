import { paths } from "@/lib/kernel/paths";
import { policyHref, type PolicySection } from "@/lib/policies/rules/policy";
import type { PolicyFacts } from "./facts";
import { list, section, text } from "./parts";

/** Who receives data, how it is protected, how long it stays. */
export function sharedSections(facts: PolicyFacts): readonly PolicySection[] {
  return [sharing(), disclosure(), transfers(facts), security(), retention(facts), cookies(), children()];
}

const sharing = () =>
  section(
    "sharing",
    "Who receives data",
    list(
      [
        "providers",
        `Model providers receive the content of the requests that they serve, and where optional data is on, the provider of the categorization model may receive the beginning of a prompt; [Models](${paths.models}) names each one with its policy.`,
      ],
      ["identity", "They do not receive your name, your email address, or your key."],
      [
        "subprocessors",
        `Companies that work for us receive what they need for it; they are listed under [Subprocessors](${policyHref("subprocessors")}).`,
      ],
      ["members", "Owners and admins of a workspace see its members’ names, addresses, keys and usage."],
      [
        "operators",
        "People who run this installation see addresses, names, amounts and states, never prompts or completions; when they open an account, a purchase or a privacy request, or find an account by a search, that is recorded, and its owner can read it under Account, Your data.",
      ],
    ),
  );

const disclosure = () =>
  section(
    "disclosure",
    "Legal obligations",
    text(
      [
        "when",
        "We disclose data to authorities only where the law requires it, such as under a court order that binds us, or allows it to prevent danger to someone’s life.",
      ],
      [
        "notice",
        "Each disclosure is recorded, and the owners of the accounts concerned are told, unless the law forbids it; then they are told once it no longer does, if the account still exists.",
      ],
    ),
  );

const transfers = ({ hostingCountry }: PolicyFacts) =>
  section(
    "transfers",
    "Where data is processed",
    text(
      hostingCountry === null
        ? [
            "servers",
            "The operator has not stated in which country the servers are; ask at the contact below.",
          ]
        : ["servers", `The servers of this installation are in ${hostingCountry}.`],
      [
        "providers",
        "Providers and subprocessors may process data in other countries; the lists name where each one is, as far as it is known.",
      ],
      ["choice", `You choose which providers may receive your requests under [Privacy](${paths.privacy}).`],
    ),
  );

const security = () =>
  section(
    "security",
    "How data is protected",
    list(
      ["secrets", "API keys and links in mails are stored as hashes; a key is shown once."],
      ["encryption", "Stored content, archives and names in the audit log are encrypted with AES-256-GCM."],
      ["transport", "The sample configurations for web servers that come with the product require TLS 1.3."],
      ["monitoring", "Sign-ins from a new browser and network are logged and mailed to the account’s owner."],
      [
        "compromised",
        "If someone else uses your account, one action under Account, Security signs out everywhere, disables your keys and asks for a new password.",
      ],
      ["no-certificates", "We claim no certification."],
      ["limits", "No system is completely secure: keep your password and your keys to yourself."],
    ),
  );

const retention = (facts: PolicyFacts) =>
  section(
    "retention",
    "How long we keep data",
    list(
      [
        "requests",
        `Records of requests: ${facts.retentionDays.usual} days, or ${facts.retentionDays.long}, or none, as the workspace chooses.`,
      ],
      ["content", "Stored content: as long as records of requests are kept, or until it is deleted."],
      [
        "purge",
        "What has expired is removed within a day, and a receipt with count and time is left for the workspace’s admins.",
      ],
      [
        "log",
        `The security log: ${facts.securityLogDays} days, with networks and browsers for ${facts.networkDays} days.`,
      ],
      ["mails", "Sent mails: their text until they are sent, their address for a week."],
      ["archives", `Archives that you request: ${facts.archiveDays} days.`],
      [
        "sessions",
        `Sessions: until you sign out, ${facts.idleHours} hours without use, or ${facts.sessionDays} days.`,
      ],
      [
        "billing",
        `Billing records: the life of the account and ${facts.billingRetentionYears} years after it.`,
      ],
    ),
  );

const cookies = () =>
  section(
    "cookies",
    "Cookies",
    text(
      [
        "essential",
        `We use only cookies that sign-in needs, listed under [Cookies](${policyHref("cookies")}).`,
      ],
      [
        "third-parties",
        "Our pages load nothing from third parties. The only analytics are the interface events that a workspace can turn on as optional data.",
      ],
    ),
  );

const children = () =>
  section(
    "children",
    "Children",
    text(
      ["age", "The service is not directed at people under sixteen, and they may not sign up."],
      ["removal", "If we learn that a child has an account, we delete it."],
    ),
  );
