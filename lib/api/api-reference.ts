import "server-only";
import document from "./openapi.json" with { type: "json" };
import { type ApiOperation, describeApi } from "./rules/describe-api";

let operations: readonly ApiOperation[] | null = null;

/** The operations of this installation's API, read from the document that `/api/v1/openapi.json` serves. */
export function apiReference(): readonly ApiOperation[] {
  operations ??= describeApi(document);
  return operations;
}
