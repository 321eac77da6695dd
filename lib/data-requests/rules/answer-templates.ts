import { paths } from "@/lib/kernel/paths";
import type { RequestKind } from "./request-kinds";

/** The text that an answer starts with, which the operator completes. It points to what the person can do alone. */
export function answerTemplate(kind: RequestKind, site: string): string {
  switch (kind) {
    case "copy":
    case "know":
      return [
        `Everything that is stored about your account is in the archive that you can request yourself: sign in and open Account, Your data (${site}${paths.accountData}). It's made in the background, and an email tells you when it's ready.`,
        "The archive lists its files, says what each field means, and names what is left out and why.",
        `What is collected in general, for which purpose, and who receives it is in our privacy policy (${site}${paths.legalPrivacy}).`,
      ].join("\n");
    case "deletion":
      return [
        `You can delete your account yourself: sign in and open Account, Security, Delete account (${site}${paths.accountSecurity}). Access ends immediately and your personal data is erased.`,
        "The email about it has a link that shows what was removed, when, and which billing records are kept as long as the law requires.",
      ].join("\n");
    case "correction":
      return [
        `You can change your name and organization yourself: sign in and open Account, Profile (${site}${paths.account}). A billing profile is changed under Credits (${site}${paths.billingProfile}).`,
        "Records of payments show what happened and can't be changed.",
      ].join("\n");
    case "opt_out":
      return [
        "This service sells no personal information and shares none for advertising, so there is no sale to opt out of.",
        `Under Privacy (${site}${paths.privacy}) you choose which providers may train on what you send, and what is stored.`,
      ].join("\n");
    case "other":
      return "";
  }
}
