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
  ["/sign-in?next=/keys&notice=reset",     200,       200,       307,       307,       307,       307,       307],
  ["/sign-in",                             200,       200,       "activity","activity","activity","activity","activity"],
  ["/sign-up",                             200,       200,       "activity","activity","activity","activity","activity"],
  ["/verify?token=none",                   200,       200,       "activity","activity","activity","activity","activity"],
  ["/verify",                              200,       200,       "activity","activity","activity","activity","activity"],
  ["/reset",                               200,       200,       200,       200,       200,       200,       200],
  ["/reset?token=none",                    200,       200,       200,       200,       200,       200,       200],
  ["/disable-key",                         200,       200,       200,       200,       200,       200,       200],
  ["/disable-key?token=none",              200,       200,       200,       200,       200,       200,       200],
  ["/account",                             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account?manage=security",             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/security",                    "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/appearance",                  "sign in", "verify",  200,       200,       200,       200,       200],
  ["/account/workspace",                   "sign in", "verify",  200,       200,       200,       200,       200],
  ["/activity",                            "sign in", "verify",  200,       200,       200,       200,       200],
  ["/activity?generation={generation}",    "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/activity?key={key}",                  "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/activity?range=24h&zone=UTC&model=sandbox/heron&provider=lantern&app=none&not=model&at=none&user=none&status=ok&group=key&metric=tokens&view=lines&compare=none&tab=latency&cursor=none&from=2026-11-01&to=2026-11-02",
                                           "sign in", "verify",  200,       200,       200,       200,       200],
  ["/credits",                             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/credits?purchase={purchase}",         "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/credits?cancelled={purchase}",        "sign in", "verify",  "unknown", 200,       200,       "unknown", "unknown"],
  ["/credits?tab=purchases&cursor=none&add=25", "sign in", "verify", 200,       200,       200,       200,       200],
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
  ["/operator/webhooks",                   "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/completions",                "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/jobs",                       "sign in", "verify",  404,       404,       404,       404,       200],
  ["/operator/ledger",                     "sign in", "verify",  404,       404,       404,       404,       200],
  ["/privacy",                             "sign in", "verify",  200,       200,       200,       200,       200],
  ["/privacy?stored=none",                 "sign in", "verify",  200,       200,       200,       200,       200],
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
  ["GET /api/dashboard/activity/chart",                   "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/activity/chart?key={key}",         "",  401,       401,       "unknown", 200,       200,       "unknown", "unknown"],
  ["GET /api/dashboard/activity/chart?range=24h&zone=UTC&model=x&provider=x&app=x&not=model&user=x&status=ok&group=key&metric=tokens&view=cumulative&compare=none&tab=usage&cursor=x&from=2026-11-01&to=2026-11-02&format=csv", "",
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
  ["GET /api/dashboard/keys",                             "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/models",                           "",  401,       401,       200,       200,       200,       200,       200],
  ["GET /api/dashboard/keys/{key}",                       "",  401,       401,       404,       200,       200,       404,       404],
  ["GET /api/dashboard/purchases/{purchase}",             "",  401,       401,       404,       200,       200,       404,       404],
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

// prettier-ignore
export const actions: readonly ActionRow[] = [
  //                                                                                 anonymous  unverified member     admin      owner      outsider   operator
  ["/sign-in#signInAction",              "email={some email}&password={password}",   "activity","activity","activity","activity","activity","activity","activity"],
  ["/sign-up#signUpAction",              "email={new email}&password={password}",    "verify",  "verify",  "verify",  "verify",  "verify",  "verify",  "verify"],
  ["/verify#verifyAction",               "token={verify token}&password={password}", "activity","activity","activity","activity","activity","activity","activity"],
  ["/verify#resendAction",               "",                                         "sign in", "done",    "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/reset#requestResetAction",          "email={some email}",                       "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/reset#resetPasswordAction",         "token={reset token}&password={password}",  "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/disable-key#disableKeyAction",      "token={disable token}",                    "done",    "done",    "done",    "done",    "done",    "done",    "done"],
  ["/account#profileAction",             "name=Ada&organization=Analytical",         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/appearance#appearanceAction",          "theme=dark",                               "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/appearance#formatsAction",             "formatChoice=de-DE",                       "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/workspace#workspaceAction",           "name=Renamed&timeZone=UTC",                "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/account/security#changePasswordAction",      "currentPassword={password}&newPassword={password}", "sign in", "verify", "done", "done", "done", "done",  "done"],
  ["/account/security#endSessionAction",          "sessionId={owner's session}",              "sign in", "verify",  "unknown", "unknown", "done",    "unknown", "unknown"],
  ["/account/security#endOtherSessionsAction",    "",                                         "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/account/security#deleteAccountAction",       "confirmation={own email}&currentPassword={password}", "sign in", "verify", "done", "done", "done", "done",     "done"],
  ["/account/security#deleteAccountAction",       "confirmation={some email}&currentPassword={password}", "sign in", "verify", "invalid", "invalid", "invalid", "invalid", "invalid"],
  ["/#switchWorkspaceAction",            "workspaceId={workspace}",                  "sign in", "verify",  "activity","activity","activity","unknown", "unknown"],
  ["/credits#buyCredits",                "amount=10",                                "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/keys#makeKey",                      "name=Made",                                "sign in", "verify",  "done",    "done",    "done",    "done",    "done"],
  ["/keys#makeKey",                      "name=Made&kind=management",                "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/keys#changeKey",                    "keyId={new key}&name=Taken",               "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#changeKey",                    "keyId={member's key}&name=Taken",          "sign in", "verify",  "done",    "done",    "done",    "unknown", "unknown"],
  ["/keys#changeKey",                    "keyId={management key}&name=Taken",        "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#setKeyDisabled",               "keyId={new key}&disabled=true",            "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#setKeyDisabled",               "keyId={member's key}&disabled=true",       "sign in", "verify",  "done",    "done",    "done",    "unknown", "unknown"],
  ["/keys#removeKey",                    "keyId={new key}&confirmation=delete",      "sign in", "verify",  "unknown", "done",    "done",    "unknown", "unknown"],
  ["/keys#removeKey",                    "keyId={member's key}&confirmation=delete", "sign in", "verify",  "done",    "done",    "done",    "unknown", "unknown"],
  ["/operator#grant",                    "workspaceId={workspace}&amount=1&reason=For a test&idempotencyKey={new uuid}", "sign in", "verify", 404, 404, 404, 404, "done"],
  // The form's requirements do not reveal to others that the record exists.
  ["/operator#grant",                    "amount=none",                              "sign in", "verify",  404,       404,       404,       404,       "invalid"],
  ["/operator#verifyLedgerAction",       "",                                         "sign in", "verify",  404,       404,       404,       404,       "done"],
  ["/privacy#saveSetting",               "setting=logPrompts&on=on",                 "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#saveSetting",               "setting=trainFree&on=on",                  "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#saveProvider",              "provider=harbour",                         "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#saveRetention",             "retention=d90",                            "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
  ["/privacy#deleteStoredContent",       "generationId={new stored content}",        "sign in", "verify",  "refused", "done",    "done",    "unknown", "unknown"],
  ["/privacy#deleteStoredContent",       "",                                         "sign in", "verify",  "refused", "done",    "done",    "done",    "done"],
];

const completion = '{"model":"sandbox/heron","messages":[{"role":"user","content":"Hi"}],"max_tokens":16}';

// prettier-ignore
export const operations: readonly OperationRow[] = [
  //                                                                     none       inference  management disabled   deleted    member     strange inf.  strange man.  demoted
  ["POST /chat/completions",              completion,                    401,       200,       401,       401,       401,       200,       200,          401,          403],
  ["POST /completions", '{"model":"sandbox/heron","prompt":"Hi"}',       401,       200,       401,       401,       401,       200,       200,          401,          403],
  ["GET /models",                         "",                            200,       200,       200,       200,       200,       200,       200,          200,          200],
  ["GET /models/count",                   "",                            200,       200,       200,       200,       200,       200,       200,          200,          200],
  ["GET /models/user",                    "",                            401,       200,       200,       401,       401,       200,       200,          200,          403],
  ["GET /model/sandbox/heron",            "",                            200,       200,       200,       200,       200,       200,       200,          200,          200],
  ["GET /models/sandbox/heron/endpoints", "",                            200,       200,       200,       200,       200,       200,       200,          200,          200],
  ["GET /endpoints/zdr",                  "",                            200,       200,       200,       200,       200,       200,       200,          200,          200],
  ["GET /providers",                      "",                            200,       200,       200,       200,       200,       200,       200,          200,          200],
  ["GET /openapi.json",                   "",                            200,       200,       200,       200,       200,       200,       200,          200,          200],
  ["GET /credits",                        "",                            401,       403,       200,       401,       401,       403,       403,          200,          403],
  ["GET /key",                            "",                            401,       200,       200,       401,       401,       200,       200,          200,          403],
  ["GET /auth/key",                       "",                            401,       200,       200,       401,       401,       200,       200,          200,          403],
  ["POST /credits/coinbase",              "{}",                          410,       410,       410,       410,       410,       410,       410,          410,          410],
  ["GET /keys",                           "",                            401,       403,       200,       401,       401,       403,       403,          200,          403],
  ["GET /keys?workspace_id={workspace}",  "",                            401,       403,       200,       401,       401,       403,       403,          404,          403],
  ["POST /keys",                          '{"name":"Made"}',             401,       403,       201,       401,       401,       403,       403,          201,          403],
  ["POST /keys",  '{"name":"Made","workspace_id":"{workspace}"}',        401,       403,       201,       401,       401,       403,       403,          404,          403],
  ["GET /keys/{key hash}",                "",                            401,       403,       200,       401,       401,       403,       403,          404,          403],
  ["GET /keys/{management key hash}",     "",                            401,       403,       404,       401,       401,       403,       403,          404,          403],
  ["PATCH /keys/{new key hash}",          '{"disabled":true}',           401,       403,       200,       401,       401,       403,       403,          404,          403],
  ["DELETE /keys/{new key hash}",         "",                            401,       403,       200,       401,       401,       403,       403,          404,          403],
  ["GET /generation?id={generation}",     "",                            401,       200,       200,       401,       401,       404,       404,          404,          403],
  ["GET /activity",                       "",                            401,       403,       200,       401,       401,       403,       403,          200,          403],
  ["GET /activity?workspace_id={workspace}", "",                         401,       403,       200,       401,       401,       403,       403,          404,          403],
];
