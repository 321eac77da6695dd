import { autoTopUpConsentText } from "@/lib/billing/rules/auto-top-up/terms";
import { product } from "@/lib/config/product";
import { dollars } from "../support/pages";

/**
 * Who may do what: every page, route handler, server action and API operation, for every kind of caller.
 * authorization.spec.ts runs each cell against the running server, and fails for a target without a row.
 *
 * Words in braces stand for records of one workspace, "the workspace" below; subjects.ts creates them.
 */

/** Callers of pages, routes and actions. Member, admin and owner have the workspace open. */
export const callers = [
  "anonymous",
  // Signed in, but the address is not confirmed.
  "unverified",
  "member",
  "admin",
  "owner",
  // Owner of another workspace.
  "outsider",
  // Operator of the installation, with their own workspace.
  "operator",
] as const;

/** Keys used to call the API. */
export const credentials = [
  "none",
  // Keys of the workspace's owner.
  "inference",
  "management",
  "disabled",
  "deleted",
  // A plain member's key.
  "member",
  // Keys of another workspace.
  "outside inference",
  "outside management",
  // A management key whose creator is no longer an admin.
  "demoted",
] as const;

/**
 * Expected outcomes:
 * - a number: that status. 404 for a record in braces has to be the same response as for an id that never existed; 200 has
 *   to show more than that response.
 * - "unknown": 200, or a form's error, and the same response as for an id that never existed.
 * - "sign in", "verify", "activity": a redirect to that page.
 * - "done": the action succeeded, and redirects or says so. "refused": the caller's role does not allow it. "invalid": the
 *   form says what is wrong with it.
 *
 * Nothing in the workspace may change if the caller is not a member, or did not succeed.
 */
export type Outcome = number | "unknown" | "sign in" | "verify" | "activity" | "done" | "refused" | "invalid";

type Seven = readonly [Outcome, Outcome, Outcome, Outcome, Outcome, Outcome, Outcome];
type Nine = readonly [...Seven, Outcome, Outcome];

/** A page's path with its query. */
export type PageRow = readonly [address: string, ...Seven];
/** Method, path, and optionally a body in query format. */
export type RouteRow = readonly [call: string, body: string, ...Seven];
/** Path of the form's page, the action, and the form's fields. */
export type ActionRow = readonly [action: string, fields: string, ...Seven];
/** Method, path below /api/v1, and optionally a JSON body. */
export type OperationRow = readonly [call: string, body: string, ...Nine];

// prettier-ignore
export const pages: readonly PageRow[] = [
  //                                       anonymous  unverified member     admin      owner      outsider   operator
  ["/",                                    200,       "verify",  "activity","activity","activity","activity","activity"],
  ["/models",                              200,       200,       200,       200,       200,       200,       200],
  ["/models?q=heron",                      200,       200,       200,       200,       200,       200,       200],
  ["/models?zdr=on&no_training=on&free=on&max_price=5&context=64000&sort=input",
                                           200,       200,       200,       200,       200,       200,       200],
  ["/models/sandbox/wren:free",            200,       200,       200,       200,       200,       200,       200],
  ["/models/sandbox/nothing",              404,       404,       404,       404,       404,       404,       404],
  ["/nowhere",                             404,       404,       404,       404,       404,       404,       404],
  ["/rankings",                            200,       200,       200,       200,       200,       200,       200],
  ["/rankings?days=30",                    200,       200,       200,       200,       200,       200,       200],
  ["/docs",                                200,       200,       200,       200,       200,       200,       200],
  ["/legal/privacy",                       200,       200,       200,       200,       200,       200,       200],
  ["/legal/terms",                         200,       200,       200,       200,       200,       200,       200],
  ["/legal/cookies",                       200,       200,       200,       200,       200,       200,       200],
  ["/legal/subprocessors/1",               200,       200,       200,       200,       200,       200,       200],
  ["/legal/nothing",                       404,       404,       404,       404,       404,       404,       404],
  ["/security",                            200,       200,       200,       200,       200,       200,       200],
  ["/privacy-request",                     200,       200,       200,       200,       200,       200,       200],
  ["/privacy-request/status",              200,       200,       200,       200,       200,       200,       200],
  ["/privacy-request/status?token=none",   200,       200,       200,       200,       200,       200,       200],
  ["/sign-in?next=/keys&notice=reset",     200,       200,       307,       307,       307,       307,       307],
  ["/sign-in",                             200,       200,       "activity","activity","activity","activity","activity"],
  // Only between the two steps of a sign-in.
  ["/sign-in/code",                        "sign in", "sign in", "activity","activity","activity","activity","activity"],
  ["/sign-up",                             200,       200,       "activity","activity","activity","activity","activity"],
  ["/verify?token=none",                   200,       200,       "activity","activity","activity","activity","activity"],
  ["/verify",                              200,       200,       "activity","activity","activity","activity","activity"],
  ["/reset",                               200,       200,       200,       200,       200,       200,       200],
  ["/reset?token=none",                    200,       200,       200,       200,       200,       200,       200],
  ["/disable-key",                         200,       200,       200,       200,       200,       200,       200],
  ["/secure-account",                      200,       200,       200,       200,       200,       200,       200],
  ["/secure-account?token=none",           200,       200,       200,       200,       200,       200,       200],
  ["/deleted-account",                     200,       200,       200,       200,       200,       200,       200],
  ["/deleted-account?token=none",          200,       200,       200,       200,       200,       200,       200],
  ["/disable-key?token=none",              200,       200,       200,       200,       200,       200,       200],
  ["/account",                             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account?manage=security",             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/security",                    "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/notifications",               "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/appearance",                  "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/policies",                    "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/data",                        "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/data?events=none",            "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/workspace",                   "sign in", "verify",  200,       200,       200,       200,       200],
  ["/activity",                            "sign in", "verify",  200,       200,       200,       200,       200],
  ["/activity?generation={generation}",    "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/activity?key={key}",                  "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/activity?range=24h&zone=UTC&model=sandbox/heron&provider=lantern&app=none&not=model&at=none&user=none&status=ok&group=key&metric=tokens&view=lines&compare=none&tab=latency&cursor=none&from=2026-11-01&to=2026-11-02",
                                           "sign in", "verify",  200,       200,       200,       200,       200],
  ["/notices",                             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/notices?cursor=none",                 "sign in", "verify",  200,       200,       200,       200,       200],
  ["/credits",                             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/credits?purchase={purchase}",         "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/credits?cancelled={purchase}",        "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/credits?tab=purchases&cursor=none&add=25", "sign in", "verify", 200,       200,       200,       200,       200],
  ["/credits?tab=statements&kind=usage&q=x", "sign in", "verify", 200,       200,       200,       200,       200],
  ["/credits/statements/{this month}",     "sign in", "verify",  404,       200,       200,       200,       200],
  // Only the workspace is that old.
  ["/credits/statements/{early month}",    "sign in", "verify",  404,       200,       200,       404,       404],
  ["/credits?auto=setup&card=none",        "sign in", "verify",  200,       200,       200,       200,       200],
  ["/credits/billing-profile",             "sign in", "verify",  404,       200,       200,       200,       200],
  ["/credits/purchases/{paid purchase}",   "sign in", "verify",  404,       200,       200,       404,       404],
  ["/keys",                                "sign in", "verify",  200,       200,       200,       200,       200],
  ["/keys?kind=management",                "sign in", "verify",  200,       200,       200,       200,       200],
  ["/keys?new=1&q=x&show=unused&sort=spend&page=2",              "sign in", "verify",  200,       200,       200,       200,       200],
  ["/keys/{key}",                          "sign in", "verify",  404,       200,       200,       404,       404],
  ["/keys/{key hash}",                     "sign in", "verify",  404,       200,       200,       404,       404],
  ["/keys/{member's key}",                 "sign in", "verify",  200,       200,       200,       404,       404],
  ["/keys/{management key}",               "sign in", "verify",  404,       200,       200,       404,       404],
  ["/logs",                                "sign in", "verify",  "activity","activity","activity","activity","activity"],
  ["/logs?api_key_hash={key hash}",        "sign in", "verify",  404,       "activity","activity",404,       404],
  ["/operator",                            "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator?search=ada&deleted=on&cursor=none", "sign in", "verify", 404, 404,       404,       404,       200],
  ["/operator?account=none",               "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/payments?state=pending&cursor=none", "sign in", "verify", 404, 404,      404,       404,       200],
  ["/operator/payments?payment=none",      "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/webhooks",                   "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/webhooks?filter=attention&cursor=none", "sign in", "verify", 404, 404,    404,       404,       200],
  ["/operator/requests",                   "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/requests?show=closed&cursor=none", "sign in", "verify", 404,  404,       404,       404,       200],
  ["/operator/requests/{data request}",    "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/disclosures",                "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/disclosures?cursor=none",    "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/completions",                "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/policies",                   "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/interface-events",           "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/jobs",                       "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/ledger",                     "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/reconciliation",             "sign in", "verify",  404,       404,       404,       404,       200],
  ["/privacy",                             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/privacy?stored=none",                 "sign in", "verify",  200,       200,       200,       200,       200],
  ["/privacy?find=gen-none&from=2026-11-01&to=2026-11-02",
                                           "sign in", "verify",  200,       200,       200,       200,       200],
  ["/privacy?removed=none",                "sign in", "verify",  200,       200,       200,       200,       200],
  ["/privacy?changed=none",                "sign in", "verify",  200,       200,       200,       200,       200],
  ["/privacy?read={stored content}",       "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
];

// prettier-ignore
export const routes: readonly RouteRow[] = [
  //                                                           anonymous  unverified member     admin      owner      outsider   operator
  // There is no security contact unless it is configured.
  ["GET /.well-known/security.txt",                       "",  404,       404,       404,       404,       404,       404,       404],
  ["POST /sign-out",                                      "",  303,       303,       303,       303,       303,       303,       303],
  ["GET /api/auth/session",                               "",  200,       200,       200,       200,       200,       200,       200],
  ["GET /api/auth/nothing",                               "",  404,       404,       404,       404,       404,       404,       404],
  ["POST /api/auth/callback/credentials", "email=x&password=x",302,       302,       302,       302,       302,       302,       302],
  ["GET /api/dashboard/activity/summary",                 "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/chart",                   "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/chart?key={key}",         "",  401,       401,       "unknown", 200,       200,       "unknown", "unknown"],
  ["GET /api/dashboard/activity/chart?range=24h&zone=UTC&model=x&provider=x&app=x&not=model&user=x&status=ok&group=key&metric=tokens&view=cumulative&compare=none&tab=usage&cursor=x&from=2026-11-01&to=2026-11-02&format=csv", "",
                                                               401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/count",                   "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/count?key={key}",         "",  401,       401,       "unknown", 200,       200,       "unknown", "unknown"],
  ["GET /api/dashboard/activity/count?range=24h&zone=UTC&model=x&not=model&at=x&user=x&status=ok&from=2026-11-01&to=2026-11-02", "",
                                                               401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/export",                  "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/export?key={key}",        "",  401,       401,       "unknown", 200,       200,       "unknown", "unknown"],
  ["GET /api/dashboard/activity/export?range=24h&zone=UTC&model=x&not=model&at=x&user=x&status=ok&format=ndjson&from=2026-11-01&to=2026-11-02", "",
                                                               401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/latest",                  "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/new",                     "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/new?key={key}",           "",  401,       401,       "unknown", 200,       200,       "unknown", "unknown"],
  ["GET /api/dashboard/activity/new?range=24h&zone=UTC&model=x&provider=x&app=x&user=x&status=ok&group=key&metric=tokens&tab=usage&cursor=x&from=2026-11-01&to=2026-11-02&known=x", "",
                                                                401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/checklist",                        "",  401,       401,       200,       200,       200,       200,       200],
  ["POST /api/dashboard/interface-events",               "x=y",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/keys",                             "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/models",                           "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/keys/{key}",                       "",  401,       401,       404,       200,       200,       404,       404],
  ["GET /api/dashboard/purchases/{purchase}",             "",  401,       401,       404,       200,       200,       404,       404],
  ["GET /api/dashboard/archives/{archive}",               "",  401,       401,       404,       404,       200,       404,       404],
  ["GET /api/dashboard/statements/{this month}",          "",  401,       401,       404,       200,       200,       200,       200],
  ["GET /api/dashboard/statements/{early month}?format=csv", "", 401,       401,       404,       200,       200,       404,       404],
  ["GET /api/dashboard/transactions/export?kind=usage&q=x", "", 401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/stored-content",                   "",  401,       401,       403,       200,       200,       200,       200],
  ["GET /api/dashboard/stored-content?from=2026-11-01&to=2026-11-02", "",
                                                               401,       401,       403,       200,       200,       200,       200],
  ["GET /api/dashboard/transactions/export",              "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/health",                                     "",  200,       200,       200,       200,       200,       200,       200],
  // The caller is on the same machine.
  ["GET /api/metrics",                                    "",  200,       200,       200,       200,       200,       200,       200],
  ["GET /api/ready",                                      "",  200,       200,       200,       200,       200,       200,       200],
  // The API requires a key; a cookie does not count there.
  ["GET /api/v1/keys",                                    "",  401,       401,       401,       401,       401,       401,       401],
  ["POST /api/v1/keys",                             "name=x",  401,       401,       401,       401,       401,       401,       401],
  ["PATCH /api/v1/keys/{key hash}",          "disabled=true",  401,       401,       401,       401,       401,       401,       401],
  ["DELETE /api/v1/keys/{key hash}",                      "",  401,       401,       401,       401,       401,       401,       401],
  ["PUT /api/v1/keys/{key hash}",                         "",  405,       405,       405,       405,       405,       405,       405],
  ["OPTIONS /api/v1/keys",                                "",  204,       204,       204,       204,       204,       204,       204],
  ["POST /api/webhooks/stripe",                "id=evt_none",  400,       400,       400,       400,       400,       400,       400],
];

/** Auto top-up with a new card, and the sentence that goes with these terms and the default fee. */
/** Every provider of the sandbox may be used, by a key that has no guardrails so far. */
const guardrailChoice =
  "models=all&mode=ignore&provider[]=lantern&provider[]=quarry&provider[]=commons&provider[]=harbour&seen=[[],[],[],false,false]";
const topUpTerms = "threshold=5&amount=25&monthlyMax=100&card=new&agree=on";
const agreedText = encodeURIComponent(
  autoTopUpConsentText({
    product: product.name,
    terms: { thresholdNanos: dollars("5"), creditsNanos: dollars("25"), monthlyMaxNanos: dollars("100") },
    fee: { partsPerMillion: 55_000n, minNanos: dollars("0.8") },
    expiryDays: 0,
  }),
);

// prettier-ignore
export const actions: readonly ActionRow[] = [
  //                                                                                 anonymous  unverified member     admin      owner      outsider   operator
  ["/sign-in#signInAction",              "email={some email}&password={password}",   "activity","activity","activity","activity","activity","activity","activity"],
  // Without the first step, the sign-in starts over.
  ["/sign-in/code#secondStepAction",     "factorCode=123456",                        "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/sign-up#signUpAction",              "email={new email}&password={password}",    "verify",  "verify",  "verify",  "verify",  "verify",  "verify",  "verify"],
  ["/verify#verifyAction",               "token={verify token}&password={password}", "activity","activity","activity","activity","activity","activity","activity"],
  ["/verify#resendAction",               "",                                         "sign in", "done",    "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/reset#requestResetAction",          "email={some email}",                       "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/reset#resetPasswordAction",         "token={reset token}&password={new password}", "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/secure-account#secureByLinkAction", "token={secure token}",                     "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/disable-key#disableKeyAction",      "token={disable token}",                    "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/privacy-request#sendRequestAction", "kind=copy&law=gdpr&email={new email}&details=All of it&byAgent=on&agentName=Grace&agentEmail=grace@example.test", "done", "done", "done", "done", "done", "done", "done"],
  ["/privacy-request#sendRequestAction", "kind=everything&law=gdpr&email=none",      "invalid", "invalid", "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/privacy-request/status#confirmRequestAction", "token={data request token}",     "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/account#profileAction",             "name=Ada&organization=Analytical",         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/notifications#mailPreferenceAction",   "kind=low_balance&on=on",                   "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/notifications#mailPreferenceAction",   "kind=refund",                              "sign in", "verify",  "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/account/appearance#appearanceAction",          "theme=dark",                               "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/appearance#formatsAction",             "formatChoice=de-DE",                       "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/data#requestArchiveAction",           "currentPassword={password}",               "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/data#deleteArchiveAction",            "archiveId={failed archive}",                      "sign in", "verify",  "unknown", "unknown", "done",    "unknown", "unknown"],
  ["/account/data#chooseEventsAction",             "events=on",                                "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/data#chooseEventsAction",             "events=some",                              "sign in", "verify",  "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/account/data#deleteEventsAction",             "",                                         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/workspace#workspaceAction",           "name=Renamed&timeZone=UTC",                "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  // The same password again: what else the action does would end the sessions that the rows below use.
  ["/account/security#changePasswordAction",      "currentPassword={password}&newPassword={password}", "sign in", "verify", "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/account/security#startTwoFactorAction",   "currentPassword={password}",               "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/security#confirmTwoFactorAction", "factorCode=1234",                          "sign in", "verify",  "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/account/security#cancelTwoFactorAction",  "",                                         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/security#renewRecoveryCodesAction",  "currentPassword={password}&factorCode=1234", "sign in", "verify", "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/account/security#turnOffTwoFactorAction", "currentPassword={password}&factorCode=1234", "sign in", "verify", "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/account/security#endSessionAction",          "sessionId={owner's session}",              "sign in", "verify",  "unknown", "unknown", "done",    "unknown", "unknown"],
  ["/account/security#endOtherSessionsAction",    "",                                         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/security#deleteAccountAction",       "confirmation={own email}&currentPassword={password}", "sign in", "verify", "done", "done", "done", "done",     "done"],
  ["/account/security#deleteAccountAction",       "confirmation={some email}&currentPassword={password}", "sign in", "verify", "invalid", "invalid", "invalid", "invalid", "invalid"],
  // Last, because the spare operator cannot sign in after it.
  ["/account/security#secureAccountAction",       "",                                         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/#switchWorkspaceAction",            "workspaceId={workspace}",                  "sign in", "verify",  "activity","activity","activity","unknown", "unknown"],
  ["/credits#buyCredits",                "amount=10",                                "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/credits#verifyBalanceAction",       "",                                         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/credits#saveAutoTopUp",             `${topUpTerms}&agreedText=${agreedText}`,   "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/credits#saveAutoTopUp",             `${topUpTerms}&agreedText=Something else`,  "sign in", "verify",  "refused", "invalid", "invalid", "invalid", "invalid"],
  ["/credits#turnAutoTopUpOff",          "",                                         "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/credits#resumeAutoTopUpAction",     "",                                         "sign in", "verify",  "refused", "invalid", "invalid", "invalid", "invalid"],
  ["/credits#removeSavedCardAction",     "",                                         "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/credits#managePaymentMethods",      "",                                         "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/credits/billing-profile#saveProfile", "name=Ada&line1=1 Main St&line2=&city=Reno&region=NV&postalCode=89501&country=US&taxIdType=us_ein&taxIdValue=12-3456789&reference=", "sign in", "verify", "refused", "done", "done", "done", "done"],
  ["/credits#saveLowBalanceAlert",       "on=on&threshold=2",                        "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/credits#saveMonthlySpendAlert",     "amount=",                                  "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/notices#dismissAction",             "",                                         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/notices#dismissAction",             "alertId={new notice}",                     "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#makeKey",                      "name=Made",                                "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/keys#makeKey",                      "name=Made&kind=management",                "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/keys#changeKey",                    "keyId={new key}&name=Taken",               "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#changeKey",                    "keyId={member's key}&name=Taken",          "sign in", "verify",  "done",    "done",    "done",    "unknown", "unknown"],
  ["/keys#changeKey",                    "keyId={management key}&name=Taken",        "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#saveGuardrails",               `keyId={new key}&${guardrailChoice}`,       "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#saveGuardrails",               `keyId={member's key}&${guardrailChoice}`,  "sign in", "verify",  "done",    "done",    "done",    "unknown", "unknown"],
  ["/keys#saveGuardrails",               `keyId={management key}&${guardrailChoice}&zeroRetentionOnly=on`, "sign in", "verify", "unknown", "invalid", "invalid", "unknown", "unknown"],
  ["/keys#rotateSecret",                 "keyId={labeled key}&seenLabel=sk-or-v1-abc...123&overlapHours=24", "sign in", "verify", "unknown", "done", "done", "unknown", "unknown"],
  ["/keys#rotateSecret",                 "keyId={member's labeled key}&seenLabel=sk-or-v1-abc...123&overlapHours=0", "sign in", "verify", "done", "done", "done", "unknown", "unknown"],
  ["/keys#rotateSecret",                 "keyId={new key}&seenLabel=sk-or-v1-old...123&overlapHours=24", "sign in", "verify", "unknown", "invalid", "invalid", "unknown", "unknown"],
  ["/keys#endSecret",                    "keyId={labeled key}&oldLabel=sk-or-v1-old...123", "sign in", "verify", "unknown", "done", "done", "unknown", "unknown"],
  ["/keys#endSecret",                    "keyId={member's labeled key}&oldLabel=sk-or-v1-old...123", "sign in", "verify", "done", "done", "done", "unknown", "unknown"],
  ["/keys#setKeyDisabled",               "keyId={new key}&disabled=true",            "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#setKeyDisabled",               "keyId={member's key}&disabled=true",       "sign in", "verify",  "done",    "done",    "done",    "unknown", "unknown"],
  ["/keys#removeKey",                    "keyId={new key}&confirmation=delete",      "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#removeKey",                    "keyId={member's key}&confirmation=delete", "sign in", "verify",  "done",    "done",    "done",    "unknown", "unknown"],
  ["/operator#grant",                    "workspaceId={workspace}&amount=1&reason=For a test&idempotencyKey={new uuid}", "sign in", "verify", 404, 404, 404, 404, "done"],
  // The form's requirements do not reveal to others that the record exists.
  ["/operator#grant",                    "amount=none",                              "sign in", "verify",  404,       404,       404,       404,       "invalid"],
  ["/operator#correct",                  "workspaceId={workspace}&amount=1&direction=add&reason=For a test&idempotencyKey={new uuid}", "sign in", "verify", 404, 404, 404, 404, "done"],
  ["/operator#correct",                  "amount=none",                              "sign in", "verify",  404,       404,       404,       404,       "invalid"],
  ["/operator/requests#enterRequestAction", "receivedOn={today}&kind=deletion&law=ccpa&email={new email}&details=By letter&agentName=&agentEmail=", "sign in", "verify", 404, 404, 404, 404, "done"],
  ["/operator/requests#acknowledgeRequestAction", "requestId={new data request}",    "sign in", "verify",  404,       404,       404,       404,       "done"],
  ["/operator/requests#startRequestAction", "requestId={new data request}",          "sign in", "verify",  404,       404,       404,       404,       "done"],
  ["/operator/requests#noteRequestAction", "requestId={data request}&note=Seen",     "sign in", "verify",  404,       404,       404,       404,       "done"],
  ["/operator/requests#checkRequestAction", "requestId={new data request}&subject=account&checked=on", "sign in", "verify", 404, 404, 404, 404, "done"],
  ["/operator/requests#extendRequestAction", "requestId={new data request}&reason=Many systems", "sign in", "verify", 404, 404, 404, 404, "done"],
  ["/operator/requests#answerRequestAction", "requestId={new data request}&answer=Here it is", "sign in", "verify", 404, 404, 404, 404, "done"],
  ["/operator/requests#refuseRequestAction", "requestId={new data request}&reason=Not yours", "sign in", "verify", 404, 404, 404, 404, "done"],
  ["/operator/disclosures#recordDisclosureAction", "authority=District Court&legalBasis=warrant&reference=&disclosedOn=2026-11-02&accounts={some email}&categories=account&notice=allowed&forbiddenUntil=", "sign in", "verify", 404, 404, 404, 404, "done"],
  ["/operator/disclosures#liftProhibitionAction", "disclosureId=00000000-0000-4000-8000-000000000000", "sign in", "verify", 404, 404, 404, 404, "invalid"],
  ["/operator#verifyLedgerAction",       "",                                         "sign in", "verify",  404,       404,       404,       404,       "done"],
  ["/operator#reconcileAction",          "",                                         "sign in", "verify",  404,       404,       404,       404,       "done"],
  ["/operator/policies#publishPoliciesAction", "mark=none&summary=Nothing+changed+at+all.&kind=words",
                                                                                    "sign in", "verify",  404,       404,       404,       404,       "invalid"],
  ["/account/policies#acceptPolicies", "publicationId=00000000-0000-4000-8000-000000000000",
                                                                                    "sign in", "verify",  "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/operator#retryEventAction",         "eventId=evt_none",                         "sign in", "verify",  404,       404,       404,       404,       "invalid"],
  ["/operator#checkPurchase",   "purchaseId=00000000-0000-4000-8000-000000000000", "sign in", "verify", 404, 404,   404,       404,       "invalid"],
  ["/operator#closeInvoiceAction", "purchaseId=00000000-0000-4000-8000-000000000000", "sign in", "verify", 404, 404, 404,     404,       "invalid"],
  ["/operator#retryInvoiceAction", "purchaseId=00000000-0000-4000-8000-000000000000", "sign in", "verify", 404, 404, 404,     404,       "invalid"],
  ["/operator#refundUnmatchedPayment",   "paymentIntentId=pi_none",                  "sign in", "verify",  404,       404,       404,       404,       "invalid"],
  ["/operator#closeUnmatchedPayment", "paymentIntentId=pi_none&note=For a test", "sign in", "verify", 404, 404,     404,       404,       "invalid"],
  ["/privacy#saveSetting",               "setting=logPrompts&on=on",                 "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#saveSetting",               "setting=trainFree&on=on",                  "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#saveSetting",               "setting=optionalData",                     "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#saveProviders",             "mode=ignore&provider[]=lantern&provider[]=quarry", "sign in", "verify",  "refused", "done", "done", "done",    "done"],
  ["/privacy#saveProviders",             "mode=allow",                               "sign in", "verify",  "refused", "invalid", "invalid", "invalid", "invalid"],
  ["/privacy#saveSetting",               "setting=mayPublish&on=on",                 "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#saveRetention",             "retention=d90",                            "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#deleteStoredContent",       "generationId={new stored content}",        "sign in", "verify",  "refused", "done",    "done",    "unknown", "unknown"],
  ["/privacy#deleteStoredDays",          "from=2026-11-01&to=2026-11-02",            "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#deleteStoredDays",          "",                                         "sign in", "verify",  "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/privacy#deleteStoredContent",       "",                                         "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
];
