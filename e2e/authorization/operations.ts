import type { OperationRow } from "./table";

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
