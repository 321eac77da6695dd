import type { PolicySection } from "@/lib/policies/rules/policy";
import type { PolicyFacts } from "./facts";
import { list, section, text } from "./parts";

/** Each cookie of the product, by the last part of its name. A test compares this list with what browsers get. */
export const cookieKinds = ["session", "csrf", "callback", "signup", "challenge", "device"] as const;

/** All cookies, what for and for how long. */
export function cookieSections({
  challengeMinutes,
  deviceDays,
  sessionDays,
  idleHours,
}: PolicyFacts): readonly PolicySection[] {
  return [
    section(
      "essential",
      "Cookies that we set",
      text([
        "only",
        "All of them are needed for sign-in; there is nothing to consent to and nothing to switch off.",
      ]),
      list(
        [
          "session",
          `counterfoil-session keeps you signed in. It ends with the browser session, and on the server after ${idleHours} hours without use or ${sessionDays} days.`,
        ],
        [
          "csrf",
          "counterfoil-csrf protects forms against forged requests. It ends with the browser session.",
        ],
        [
          "callback",
          "counterfoil-callback remembers where a sign-in returns to. It ends with the browser session.",
        ],
        [
          "signup",
          "counterfoil-signup proves that this browser signed up. It ends with the browser session.",
        ],
        [
          "challenge",
          `counterfoil-challenge, only for accounts with two-factor authentication, holds our signature over the password check until the code is entered. It works for ${challengeMinutes} minutes and ends with the browser session.`,
        ],
        [
          "device",
          `counterfoil-device, set once you have signed in, keeps people who guess your password from locking you out. It holds a random number and our signature, grants no access, and lasts ${deviceDays} days.`,
        ],
      ),
    ),
    section(
      "others",
      "What we do not do",
      text(
        ["third-parties", "Our pages load nothing from third parties, so no one else sets a cookie here."],
        [
          "tracking",
          "There is no advertising, no fingerprinting, and no analytics but for the names of pages and actions that a workspace can turn on as optional data.",
        ],
        [
          "blocking",
          "If your browser refuses cookies, you can read the public pages and use the API, but not sign in.",
        ],
      ),
    ),
  ];
}
